using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omni2.Web.Identity.Audit;

/// <summary>A record as it is listed: of a change, or of monitoring.</summary>
/// <param name="Source"><see cref="Changes"/> or <see cref="Monitoring"/>; with <paramref name="Id"/> it names the record.</param>
/// <param name="Id">Within its source.</param>
/// <param name="At">When.</param>
/// <param name="ActorId">Who; null when nobody did it, as with an expiry.</param>
/// <param name="ActorEmail">Null when nobody did it, and when they are gone.</param>
/// <param name="Action">Such as <c>role.change</c> or <c>monitoring.enabled</c>.</param>
/// <param name="Subject">To whom or what.</param>
/// <param name="Before">A JSON object; null when it was made.</param>
/// <param name="After">A JSON object; null when it was removed. Of monitoring: the reason, from when and until when.</param>
internal sealed record AuditRow(
    string Source,
    long Id,
    DateTimeOffset At,
    int? ActorId,
    string? ActorEmail,
    string Action,
    string Subject,
    JsonElement? Before,
    JsonElement? After)
{
    public const string Changes = "change";
    public const string Monitoring = "monitoring";

    /// <summary>Their e-mail, as long as there is one.</summary>
    [JsonIgnore]
    public string Actor => ActorEmail ?? (ActorId is { } id ? $"user {id}" : "Omni2");
}

/// <summary>A page of records, newest first, and where the next begins.</summary>
internal sealed record AuditList(IReadOnlyList<AuditRow> Entries, string? NextCursor);
