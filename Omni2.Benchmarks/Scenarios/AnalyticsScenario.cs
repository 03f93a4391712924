using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>Every page that looks back, with 100,000 conversations in the database; beside them a page that asks the database nothing.</summary>
internal sealed class AnalyticsScenario : IScenario
{
    private const int Messages = 20;

    // A flow as the app records it, again and again: 20 messages with a tool call each.
    private const string Conversation = """
        WITH made AS (
            INSERT INTO omni2.interaction_flows (session_id, user_id, conversation_id, source, status, flow_data, created_at, completed_at, instance_key, event_count)
            SELECT gen_random_uuid(), f.user_id, $1, 'chat', 'completed', f.flow_data, f.created_at + n * interval '1 minute', f.completed_at + n * interval '1 minute', 0, f.event_count
            FROM (SELECT * FROM omni2.interaction_flows WHERE source = 'sse' AND event_count > 0 LIMIT 1) f CROSS JOIN generate_series(1, $2) AS n
            RETURNING session_id, user_id, created_at)
        INSERT INTO omni2.messages (session_id, conversation_id, user_id, role, text, created_at)
        SELECT session_id, $1, user_id, role, repeat('What was said, in some words. ', 20), created_at FROM made CROSS JOIN unnest('{user,assistant}'::text[]) AS role
        """;

    private const string Requests = """
        INSERT INTO omni2.interaction_flows (session_id, user_id, source, status, flow_data, created_at, completed_at, instance_key, event_count)
        SELECT gen_random_uuid(), {first} + n % 1000, 'sse', CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'completed' END, '{"events":[]}', now() - n * interval '50 minutes', now() - n * interval '50 minutes', 0, 0
        FROM generate_series(1, {count}) AS n
        """;

    public string Name => "analytics";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        plan = plan with { Share = 0.2 };
        var conversations = plan.IsQuick ? 1_000 : 100_000;
        await using var app = await SearchedApp.StartAsync(database, conversations, 1_000);
        var sessions = await FillAsync(app, conversations / 5);
        var metrics = new List<Metric>();
        foreach (var (name, path) in Pages(app.Conversation, sessions))
        {
            var metric = new Metric(Name, $"{name}, {conversations:#,0} conversations: p95", "ms", Target.AtMost(50), "the sign-in page");
            metrics.Add(metric);
            await plan.InterleaveAsync(
                async time =>
                {
                    var p95 = await Timed.P95Async(time, () => app.GetAsync(path));
                    return () => metric.Add(p95);
                },
                async time =>
                {
                    var p95 = await Timed.P95Async(time, () => app.GetAsync("/login"));
                    return () => metric.AddBaseline(p95);
                });
        }

        return metrics;
    }

    private static async Task<Guid[]> FillAsync(SearchedApp app, int requests)
    {
        await app.AskAsync("use server_time");
        await app.ExecuteAsync(Conversation, app.Conversation, Messages);
        await app.ExecuteAsync(Requests
            .Replace("{first}", $"{BenchmarkPeople.FirstId}", StringComparison.Ordinal)
            .Replace("{count}", $"{requests}", StringComparison.Ordinal));
        await app.ExecuteAsync("VACUUM ANALYZE omni2.interaction_flows, omni2.conversations, omni2.messages");
        return await app.SessionsAsync(app.Conversation);
    }

    private static IEnumerable<(string Name, string Path)> Pages(Guid conversation, Guid[] sessions) =>
    [
        ("conversations", "/analytics/conversations"),
        ("conversations of users named", "/analytics/conversations?user=ada"),
        ("flow history", "/analytics/flow-history"),
        ("flow history of users named", "/analytics/flow-history?user=ada"),
        ("flow history, failed", "/analytics/flow-history?status=failed"),
        ("flow history, single requests", "/analytics/flow-history?source=sse"),
        ("flow history of a month", $"/analytics/flow-history?date_from={DateTime.UtcNow.AddDays(-400):yyyy-MM-dd}&date_to={DateTime.UtcNow.AddDays(-370):yyyy-MM-dd}"),
        ($"a conversation of {Messages} messages", $"/analytics/conversations/{conversation}"),
        ($"a conversation of {Messages} messages, as JSON", $"/api/v1/activities/conversation/{conversation}"),
        ("its flows in the history", $"/analytics/flow-history/sessions?conversation={conversation}"),
        ("its playback", $"/analytics/playback?conversation={conversation}"),
        ("four of its flows compared", $"/analytics/compare?{string.Join('&', sessions.Take(4).Select(id => $"session={id}"))}"),
    ];
}
