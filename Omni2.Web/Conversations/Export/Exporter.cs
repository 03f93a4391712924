using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Omni2.Web.Data;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations.Export;

/// <summary>Checks what is asked, records it, and begins the file.</summary>
internal sealed class Exporter(IDbContextFactory<Omni2DbContext> contexts, AuditLog audit, TimeProvider time)
{
    /// <param name="context">The request.</param>
    /// <param name="what">The array's name in the file, and the kind of the audit row.</param>
    /// <param name="find">Reads the items.</param>
    public async Task<IResult> RunAsync(HttpContext context, string what, Func<ConversationQuery, Person, IAsyncEnumerable<ExportedItem>> find)
    {
        var errors = new MemberErrors();
        var query = ConversationParameters.From(context.Request.Query).Check(errors);
        var wanted = context.Request.Query["format"].ToString();
        var format = ExportFormat.All.FirstOrDefault(format => format.Name == wanted);
        if (format is null)
        {
            errors.Add("format", $"'format' must be one of {string.Join(", ", ExportFormat.All.Select(format => format.Name))}.");
        }

        if (errors.Any)
        {
            return errors.ToResult();
        }

        await RecordAsync(context.Person(), what, format!, query, context.RequestAborted);
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return new ExportResult(find(query, context.Person()), format!, what, $"omni2-{what}-{now}.{format!.Name}");
    }

    private async Task RecordAsync(Person actor, string what, ExportFormat format, ConversationQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Record(db, actor, $"export.{what}", SubjectOf(query), null, new
        {
            Format = format.Name,
            query.UserIds,
            query.User,
            query.ConversationId,
            DateFrom = query.From,
            DateTo = query.To,
            query.McpServer,
            query.Tool,
            query.Source,
            query.Status,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string SubjectOf(ConversationQuery query) =>
        query.User is { } part ? $"users like {part}"
        : query.UserIds.Length > 0 ? $"users {string.Join(", ", query.UserIds)}"
        : "everybody";
}
