using System.Text;
using Npgsql;
using NpgsqlTypes;
using Omni2.Web.Data;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Flows;

/// <summary>Appends a group of events in one round trip and one transaction.</summary>
internal static class FlowEventInsert
{
    // NOTIFY takes less than 8,000 bytes; the hint is only whom to look at.
    private const int MostUsersInHint = 500;

    // The lock is held until the commit, so that positions become visible in their order on every instance.
    private static readonly string Lock = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.FlowPositions})";

    // A repeat after a commit whose answer was lost finds its events there.
    private const string Insert = """
        INSERT INTO omni2.flow_events (node_id, session_id, user_id, occurred_at, event)
        SELECT node_id, session_id, user_id, occurred_at, event::jsonb
        FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::timestamptz[], $5::text[])
            WITH ORDINALITY AS incoming(node_id, session_id, user_id, occurred_at, event, place)
        ORDER BY place
        ON CONFLICT (node_id) DO NOTHING
        """;

    public static async Task ExecuteAsync(NpgsqlDataSource source, Instance instance, List<FlowEvent> events, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
        batch.BatchCommands.Add(InsertCommand(events));
        if (instance.HasPeers)
        {
            batch.BatchCommands.Add(HintCommand(instance, events));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand InsertCommand(List<FlowEvent> events)
    {
        var count = events.Count;
        var (nodes, sessions, users, times, json) = (new Guid[count], new Guid[count], new int[count], new DateTimeOffset[count], new string[count]);
        for (var i = 0; i < count; i++)
        {
            nodes[i] = events[i].NodeId;
            sessions[i] = events[i].Session.SessionId;
            users[i] = events[i].Session.UserId;
            times[i] = events[i].Timestamp;
            json[i] = Encoding.UTF8.GetString(events[i].Json);
        }

        return new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                Parameter(nodes, NpgsqlDbType.Uuid),
                Parameter(sessions, NpgsqlDbType.Uuid),
                Parameter(users, NpgsqlDbType.Integer),
                Parameter(times, NpgsqlDbType.TimestampTz),
                Parameter(json, NpgsqlDbType.Text),
            },
        };
    }

    private static NpgsqlBatchCommand HintCommand(Instance instance, List<FlowEvent> events)
    {
        var users = string.Join(',', events.Select(flowEvent => flowEvent.Session.UserId).Distinct().Take(MostUsersInHint));
        return new NpgsqlBatchCommand("SELECT pg_notify($1, $2)")
        {
            Parameters = { new() { Value = InstanceConnection.Channel }, new() { Value = $"{FlowRelay.KindName}:{instance.Key}:{users}" } },
        };
    }

    private static NpgsqlParameter Parameter<T>(T[] values, NpgsqlDbType element) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | element };
}
