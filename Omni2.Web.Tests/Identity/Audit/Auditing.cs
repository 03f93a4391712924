using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.Audit;

/// <summary>The audit log in verbs.</summary>
internal static class Auditing
{
    public const string Path = "/api/v1/audit";

    /// <summary>A record as a change would have left it.</summary>
    public static Task RecordAsync(this Omni2App app, int actorId, string action, string subject, DateTimeOffset? at = null, string? before = null, string? after = null) => app.ExecuteAsync(
        "INSERT INTO omni2.audit_log (at, actor_id, action, subject, before, after) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::text::jsonb)",
        (at ?? DateTimeOffset.UtcNow).ToUniversalTime(), actorId, action, subject, (object?)before ?? DBNull.Value, (object?)after ?? DBNull.Value);

    public static async Task<IReadOnlyList<JsonNode>> AuditAsync(this HttpClient client, string query) =>
        [.. (await client.GetJsonAsync($"{Path}?{query}"))["entries"]!.AsArray().Select(row => row!)];

    public static IEnumerable<string> Actions(this IEnumerable<JsonNode> entries) => entries.Select(entry => entry.Text("action"));
}
