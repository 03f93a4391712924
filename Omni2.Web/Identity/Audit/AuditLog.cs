using System.Text.Json;
using Omni2.Web.Data;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.Audit;

/// <summary>Adds the record of a change to the transaction of the change: both are stored, or neither.</summary>
internal sealed class AuditLog(TimeProvider time)
{
    /// <param name="db">The context whose next <c>SaveChanges</c> stores the change.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="action">Such as <c>role.change</c>.</param>
    /// <param name="subject">A name that people know it by.</param>
    /// <param name="before">What it was, as the API shows it, without secrets; null when it is new.</param>
    /// <param name="after">What it becomes; null when it is removed.</param>
    public void Record(Omni2DbContext db, Person actor, string action, string subject, object? before, object? after) => db.Add(new AuditEntry
    {
        At = time.GetUtcNow(),
        ActorId = actor.Id,
        Action = action,
        Subject = subject,
        Before = Json(before),
        After = Json(after),
    });

    private static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Wire.Json);
}
