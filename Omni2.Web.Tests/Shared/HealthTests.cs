using System.Net;
using Npgsql;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

public sealed class HealthTests(SharedApp shared)
{
    private static readonly string[] Dependencies = ["process", "database", "migrations", "listener", "flow_writer"];

    [Fact]
    public async Task A_healthy_instance_says_so_to_everybody()
    {
        using var client = shared.App.ClientFor(null);

        (await client.GetJsonAsync("/health/live")).ToJsonString().ShouldBe("""{"status":"ok"}""");
        var ready = await shared.App.ReadyAsync();
        ready.Members().ShouldBe(["status", .. Dependencies]);
        ready.ShouldAllBe(member => member.Value!.GetValue<string>() == "ok");
    }

    [Fact]
    public async Task Without_its_database_an_instance_lives_but_is_not_ready()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        await app.ReadyAsync();

        await app.CloseDatabaseAsync();

        var report = await app.NotReadyAsync("listener");
        (report.Text("database"), report.Text("listener"), report.Text("process")).ShouldBe(("does not answer", "is not connected", "ok"));
        using var client = app.ClientFor(null);
        (await client.GetJsonAsync("/health/live")).Text("status").ShouldBe("ok");
    }

    [Fact]
    public async Task An_exhausted_pool_is_not_ready_until_it_has_connections_again()
    {
        const int Pool = 3;
        var database = new NpgsqlConnectionStringBuilder(await shared.Postgres.CreateDatabaseAsync()) { MaxPoolSize = Pool };
        await using var app = Omni2App.Start(database.ConnectionString);
        await app.ReadyAsync();

        var report = await app.WithoutConnectionsAsync(Pool, () => app.NotReadyAsync("database"));

        (report.Text("database"), report.Text("listener")).ShouldBe(("does not answer within 2 seconds", "ok"));
        await app.ReadyAsync();
    }

    [Fact]
    public async Task A_database_that_lost_a_migration_is_not_ready()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        await app.ReadyAsync();

        await app.ExecuteAsync("DELETE FROM omni2.__ef_migrations WHERE \"MigrationId\" = (SELECT max(\"MigrationId\") FROM omni2.__ef_migrations)");

        (await app.NotReadyAsync("migrations")).Text("migrations").ShouldStartWith("1 are missing");
        await app.ExecuteAsync("DROP TABLE omni2.__ef_migrations");
        (await app.NotReadyAsync("migrations")).Text("database").ShouldBe("ok");
    }

    [Fact]
    public async Task An_instance_that_starts_or_stops_is_not_ready()
    {
        var moments = new LifeMoments();
        await using (var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), services: moments.Register))
        {
            await app.ReadyAsync();
        }

        (await moments.WhileStarting).ShouldBe((HttpStatusCode.ServiceUnavailable, "is starting"));
        (await moments.WhileStopping).ShouldBe((HttpStatusCode.ServiceUnavailable, "is stopping"));
    }
}
