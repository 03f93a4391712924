using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

public sealed class HealthTests(SharedApp shared)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_healthy_instance_says_so_to_everybody(string path)
    {
        using var client = shared.App.ClientFor(null);

        (await client.GetJsonAsync(path)).Text("status").ShouldBe("ok");
    }

    [Fact]
    public async Task Without_its_database_an_instance_lives_but_is_not_ready()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var app = Omni2App.Start(database);
        using var client = app.ClientFor(null);
        (await client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await app.CloseDatabaseAsync();

        using var ready = await client.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("\"database\":\"does not answer\"");
        (await client.GetJsonAsync("/health/live")).Text("status").ShouldBe("ok");
    }
}
