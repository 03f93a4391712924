using System.Diagnostics;
using System.Net.Http.Headers;
using Npgsql;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

/// <summary>The app is killed again and again under chats and panels that come back by themselves.</summary>
public sealed class KilledAppTests(TestPostgres postgres, ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Chats = 10;
    private const int Panels = 10;
    private const int Seed = 20261120;
    private const int LongestLife = 600;

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Omni2__Llm__DemoWordDelay"] = "00:00:00.002",
        ["Omni2__Database__ExclusivelyOurs"] = "true",
        // A start compiles more than it runs.
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_gcServer"] = "0",
    };

    [Fact]
    public async Task No_acknowledged_message_is_lost_and_every_panel_shows_every_event_once_and_in_order()
    {
        var database = await postgres.CreateDatabaseAsync();
        var random = new Random(Seed);
        var app = await AppProcess.StartAsync(database, settings: Settings);
        var started = Stopwatch.GetTimestamp();
        var (port, neo) = (app.Address.Port, await ScalarAsync<int>(database, $"SELECT id FROM omni2.users WHERE email = '{AppProcessChat.Neo}'"));
        var (token, adminToken) = (await app.TokenAsync(), await app.TokenAsync(AppProcessChat.Admin));
        await MonitorAsync(app, adminToken, neo);
        using var enough = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        var panels = Enumerable.Range(0, Panels).Select(_ => new PersistentPanel(new Uri(app.Address, $"/ws/panels/{neo}"), adminToken)).ToList();
        var watching = panels.ConvertAll(panel => panel.RunAsync(over.Token));
        await Task.WhenAll(panels.Select(panel => panel.Ready.Task));
        var chats = Enumerable.Range(0, Chats).Select(_ => new PersistentChat(new Uri(app.Address, "/ws/chat"), token)).ToList();
        var talking = chats.ConvertAll(chat => chat.RunAsync(enough.Token));
        // From now on each panel has an event to come back to.
        await Until.TrueAsync(() => panels.TrueForAll(panel => panel.Shown.Count > 0));

        for (var i = 0; i < Kills; i++)
        {
            await Task.Delay(random.Next(LongestLife));
            await app.KillAsync();
            await app.DisposeAsync();
            app = await AppProcess.StartAsync(database, port, Settings);
        }

        await EndAsync(enough, talking);
        var stored = await StoredAsync(database);
        await Until.TrueAsync(() => panels.TrueForAll(panel => panel.Shows(stored[^1])));
        await EndAsync(over, watching);
        await app.DisposeAsync();

        var acknowledged = chats.SelectMany(chat => chat.Acknowledged).ToList();
        (await LostAsync(database, acknowledged)).ShouldBeEmpty();
        var places = stored.Select((node, place) => (node, place)).ToDictionary(entry => entry.node, entry => entry.place);
        panels.ForEach(panel => panel.Shown.Where(places.ContainsKey).ShouldBe(stored));
        panels.Sum(panel => Repeats(panel, places)).ShouldBe(0, "a panel whose last event is stored is sent nothing twice");
        output.WriteLine(
            $"{Kills} kills in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: {acknowledged.Count} messages acknowledged, 0 lost; {stored.Length} events stored and shown once and in order by {Panels} panels in {panels.Sum(panel => panel.Visits.Count)} connections; {panels.SelectMany(panel => panel.Shown).Distinct().Count() - stored.Length} were shown and never stored");
    }

    // Only an event that was shown and never stored, because the app died first, makes it send what the panel has.
    private static int Repeats(PersistentPanel panel, Dictionary<Guid, int> places)
    {
        var (known, repeats) = (new HashSet<Guid>(), 0);
        foreach (var visit in panel.Visits)
        {
            var repeated = visit.Nodes.Count(node => !known.Add(node));
            repeats += visit.After is { } after && !places.ContainsKey(after) ? 0 : repeated;
        }

        return repeats;
    }

    private static async Task EndAsync(CancellationTokenSource end, List<Task> running)
    {
        await end.CancelAsync();
        await Task.WhenAll(running);
    }

    private static async Task MonitorAsync(AppProcess app, string token, int user)
    {
        using var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.EnableAsync(new { user_ids = new[] { user }, ttl_hours = 1, reason = Watching.Reason });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Every stored event in its order, once no flow runs any more.</summary>
    private static async Task<Guid[]> StoredAsync(string database)
    {
        await Until.TrueAsync(async () => await ScalarAsync<long>(database, "SELECT count(*) FROM omni2.interaction_flows WHERE status = 'running'") == 0);
        return await ScalarAsync<Guid[]>(database, "SELECT array_agg(node_id ORDER BY position) FROM omni2.flow_events");
    }

    private static async Task<IReadOnlyList<Guid>> LostAsync(string database, List<(Guid Session, string Said)> acknowledged)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT a.session_id FROM unnest($1, $2) AS a(session_id, said) WHERE NOT EXISTS (
                SELECT 1 FROM omni2.interaction_flows f
                JOIN omni2.messages q ON q.session_id = f.session_id AND q.role = 'user' AND q.text = a.said
                JOIN omni2.messages m ON m.session_id = f.session_id AND m.role = 'assistant' AND m.text <> ''
                WHERE f.session_id = a.session_id AND f.status = 'completed' AND jsonb_array_length(f.flow_data->'events') = 7)
            """,
            connection);
        command.Parameters.AddWithValue(acknowledged.Select(entry => entry.Session).ToArray());
        command.Parameters.AddWithValue(acknowledged.Select(entry => entry.Said).ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var lost = new List<Guid>();
        while (await reader.ReadAsync())
        {
            lost.Add(reader.GetGuid(0));
        }

        return lost;
    }

    private static async Task<T> ScalarAsync<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
