using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Data;

public sealed class PreparedStatementTests(SharedApp shared)
{
    [Fact]
    public void Statements_that_recur_are_prepared()
    {
        var source = shared.App.Services.GetRequiredService<NpgsqlDataSource>();

        new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxAutoPrepare.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("Max Auto Prepare=0")]
    [InlineData("MaxAutoPrepare=0")]
    [InlineData("max auto prepare=0")]
    public async Task Unless_the_connection_string_says_otherwise(string setting)
    {
        await using var source = DataFeature.BuildSource($"Host=127.0.0.1;{setting}", shared.App.Services.GetRequiredService<ILoggerFactory>());

        new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxAutoPrepare.ShouldBe(0);
    }
}
