using System.Text.Json.Nodes;
using Npgsql;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>Who enabled, disabled and watched whom, from when to when and why.</summary>
public sealed class MonitoringLogTests(SharedApp shared)
{
    [Fact]
    public async Task Enabling_and_disabling_are_recorded_with_who_when_and_why()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await shared.App.EndMonitoringAsync(watcher, neo);

        var log = await LogAsync(shared.App, neo);

        log.Select(row => row.Text("action")).ShouldBe(["enabled", "disabled"]);
        log.ShouldAllBe(row => row!["actor_id"]!.GetValue<int>() == watcher.Id && row.Text("reason") == Watching.Reason);
        (Time(log[0], "until_at") - Time(log[0], "from_at")).TotalHours.ShouldBe(1, 0.001);
        Time(log[1], "from_at").ShouldBe(Time(log[0], "from_at"));
        Time(log[1], "until_at").ShouldBe(Time(log[1], "at"));
    }

    [Theory]
    [InlineData("/api/v1/ws/flows/")]
    [InlineData("/ws/panels/")]
    public async Task Watching_is_recorded_from_its_beginning_to_its_end(string way)
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        (await shared.App.KnockAsync($"{way}{neo.Id}", Knocking.Bearer(shared.App.TokenFor(watcher)))).ShouldBe(101);

        var log = await LogAsync(shared.App, neo, rows: 3);

        log.Select(row => row.Text("action")).ShouldBe(["enabled", "watch_started", "watch_ended"]);
        var (started, ended) = (log[1], log[2]);
        ended.Text("watch_id").ShouldBe(started.Text("watch_id"));
        started["until_at"].ShouldBeNull();
        Time(ended, "from_at").ShouldBe(Time(started, "at"));
        Time(ended, "until_at").ShouldBeGreaterThanOrEqualTo(Time(started, "at"));
        new[] { started, ended }.ShouldAllBe(row => row["actor_id"]!.GetValue<int>() == watcher.Id && row.Text("reason") == Watching.Reason);
    }

    [Fact]
    public async Task A_refused_watching_is_not_recorded_as_one()
    {
        var (_, neo) = await shared.App.MonitoredPairAsync();
        var auditor = await shared.App.CreateUserAsync("auditor");

        (await shared.App.KnockAsync($"/api/v1/ws/flows/{neo.Id}", Knocking.Bearer(shared.App.TokenFor(auditor)))).ShouldBe(403);
        (await shared.App.KnockAsync($"/ws/panels/{neo.Id}", Knocking.Bearer(shared.App.TokenFor(auditor)))).ShouldBe(101);

        (await LogAsync(shared.App, neo)).Select(row => row.Text("action")).ShouldBe(["enabled"]);
    }

    [Fact]
    public async Task An_expiry_is_recorded_without_an_actor()
    {
        var (_, neo) = await shared.App.MonitoredPairAsync();

        await shared.App.ExpireMonitoringAsync(neo, TimeSpan.Zero);

        var expired = (await LogAsync(shared.App, neo, rows: 2))[1];
        expired.Text("action").ShouldBe("expired");
        expired["actor_id"].ShouldBeNull();
        expired.Text("reason").ShouldBe(Watching.Reason);
    }

    [Fact]
    public async Task An_expiry_while_the_app_was_down_is_recorded_at_the_next_start()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        TestUser neo;
        await using (var before = Omni2App.Start(database))
        {
            (_, neo) = await before.MonitoredPairAsync();
        }

        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var expire = new NpgsqlCommand("UPDATE omni2.monitoring_grants SET expires_at = now()", connection);
        await expire.ExecuteNonQueryAsync();
        await using var after = Omni2App.Start(database);

        (await LogAsync(after, neo, rows: 2))[1].Text("action").ShouldBe("expired");
    }

    [Theory]
    [InlineData("UPDATE omni2.monitoring_log SET reason = 'nicer' WHERE user_id = $1")]
    [InlineData("DELETE FROM omni2.monitoring_log WHERE user_id = $1")]
    [InlineData("TRUNCATE omni2.monitoring_log")]
    public async Task The_record_takes_new_rows_only(string sql)
    {
        var (_, neo) = await shared.App.MonitoredPairAsync();
        object[] parameters = sql.Contains("$1", StringComparison.Ordinal) ? [neo.Id] : [];

        var refused = await Should.ThrowAsync<PostgresException>(() => shared.App.ExecuteAsync(sql, parameters));

        refused.MessageText.ShouldBe("monitoring_log only takes new rows");
        (await LogAsync(shared.App, neo)).ShouldHaveSingleItem().Text("reason").ShouldBe(Watching.Reason);
    }

    private static async Task<IReadOnlyList<JsonNode>> LogAsync(Omni2App app, TestUser user, int rows = 1) =>
        await Until.ReadAsync(() => ReadAsync(app, user), log => log.Count >= rows);

    private static async Task<IReadOnlyList<JsonNode>> ReadAsync(Omni2App app, TestUser user)
    {
        var json = await app.ScalarAsync<string>("SELECT coalesce(json_agg(l ORDER BY l.id), '[]')::text FROM omni2.monitoring_log l WHERE user_id = $1", user.Id);
        return [.. JsonNode.Parse(json!)!.AsArray().Select(row => row!)];
    }

    private static DateTimeOffset Time(JsonNode row, string member) => row[member]!.GetValue<DateTimeOffset>();
}
