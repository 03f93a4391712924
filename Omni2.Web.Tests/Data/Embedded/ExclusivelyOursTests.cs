using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Omni2.Web.Data.Embedded;

namespace Omni2.Web.Tests.Data.Embedded;

public sealed class ExclusivelyOursTests : IDisposable
{
    private readonly DirectoryInfo contentRoot = Directory.CreateTempSubdirectory("omni2-content-");

    [Fact]
    public async Task Only_the_owner_of_the_server_knows_that_whoever_ran_before_is_dead()
    {
        var (ownersBuilder, guestsBuilder) = (Builder(), Builder());
        await using var owner = await ownersBuilder.AddEmbeddedPostgresWhenNeededAsync(NullLogger.Instance);
        await using var guest = await guestsBuilder.AddEmbeddedPostgresWhenNeededAsync(NullLogger.Instance);

        ownersBuilder.Configuration.GetValue<bool>(EmbeddedPostgresFeature.ExclusivelyOursKey).ShouldBeTrue();
        guestsBuilder.Configuration.GetValue<bool>(EmbeddedPostgresFeature.ExclusivelyOursKey).ShouldBeFalse();
        await owner!.StopAsync();
        Directory.Delete(Path.GetDirectoryName(owner.DataDirectory)!, recursive: true);
    }

    public void Dispose()
    {
        contentRoot.Refresh();
        if (contentRoot.Exists)
        {
            contentRoot.Delete(recursive: true);
        }
    }

    private WebApplicationBuilder Builder() => WebApplication.CreateEmptyBuilder(new() { EnvironmentName = "Development", ContentRootPath = contentRoot.FullName });
}
