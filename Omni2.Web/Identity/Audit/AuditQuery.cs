using Omni2.Web.Shared;

namespace Omni2.Web.Identity.Audit;

/// <summary>What is looked for, after it was checked; shared by the page and the API.</summary>
internal sealed record AuditQuery
{
    public const int MostRows = 200;
    public const int DefaultRows = 50;

    /// <summary>Part of the e-mail of who did it, or the id of somebody.</summary>
    public string? Actor { get; init; }

    public AuditGroup? Group { get; init; }

    /// <summary>One action, such as <c>role.change</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Part of the subject.</summary>
    public string? Subject { get; init; }

    /// <summary>At or after this moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    public int Limit { get; init; } = DefaultRows;

    public AuditCursor? Cursor { get; init; }

    public bool IsFiltered => Actor is not null || Group is not null || Action is not null || Subject is not null || From is not null || To is not null;
}

/// <summary>The raw parameters of an address.</summary>
internal sealed class AuditParameters
{
    public string? Actor { get; private init; }

    public string? Action { get; private init; }

    public string? Subject { get; private init; }

    public string? DateFrom { get; private init; }

    public string? DateTo { get; private init; }

    public string? TimeZone { get; private init; }

    public string? Limit { get; private init; }

    public string? Cursor { get; private init; }

    /// <summary>Set by <see cref="Check"/>: the range ends before it begins.</summary>
    public bool IsBackwards { get; private set; }

    public static AuditParameters From(IQueryCollection query) => new()
    {
        Actor = query["actor"],
        Action = query["action"],
        Subject = query["subject"],
        DateFrom = query["date_from"],
        DateTo = query["date_to"],
        TimeZone = query["tz"],
        Limit = query["limit"],
        Cursor = query["cursor"],
    };

    public AuditQuery Check(MemberErrors errors)
    {
        var zone = Dates.Zone(TimeZone);
        var from = Dates.Parse("date_from", DateFrom, zone, endOfDay: false, errors);
        var to = Dates.Parse("date_to", DateTo, zone, endOfDay: true, errors);
        IsBackwards = from >= to;
        if (IsBackwards)
        {
            errors.Add("date_to", "'date_to' lies before 'date_from'.");
        }

        var action = Part(Action);
        var group = action is null ? null : AuditGroup.Named(action);
        if (action is not null && group is null && !action.Contains('.', StringComparison.Ordinal))
        {
            errors.Add("action", $"'action' must be one of {string.Join(", ", AuditGroup.All.Select(known => known.Word))}, or an action such as role.change.");
        }

        var cursor = AuditCursor.Parse(Cursor);
        if (!string.IsNullOrEmpty(Cursor) && cursor is null)
        {
            errors.Add("cursor", "'cursor' must be the next_cursor of an earlier answer.");
        }

        return new AuditQuery
        {
            Actor = Part(Actor),
            Group = group,
            Action = group is null ? action : null,
            Subject = Part(Subject),
            From = from,
            To = to,
            Limit = QueryNumbers.Limit(Limit, AuditQuery.DefaultRows, AuditQuery.MostRows, errors),
            Cursor = cursor,
        };
    }

    private static string? Part(string? text) => string.IsNullOrWhiteSpace(text) ? null : CleanText.Of(text.Trim());
}
