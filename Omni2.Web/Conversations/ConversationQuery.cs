using Omni2.Web.Flows;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations;

/// <summary>What is looked for, after it was checked; shared by the page and the API.</summary>
internal sealed record ConversationQuery
{
    public const int MostRows = 200;
    public const int DefaultRows = 50;

    /// <summary>Whose; empty for everybody's.</summary>
    public int[] UserIds { get; init; } = [];

    /// <summary>Part of e-mail or name; wins over <see cref="UserIds"/>, also when it matches nobody.</summary>
    public string? User { get; init; }

    /// <summary>Any part of the hyphenated form, lower case.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Conversations that were going on at or after this moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Conversations that had begun before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    public string? McpServer { get; init; }

    public string? Tool { get; init; }

    /// <summary>A word of <see cref="FlowSource"/>.</summary>
    public string? Source { get; init; }

    /// <summary>A word of <see cref="FlowStatus"/> that one of the sessions has.</summary>
    public string? Status { get; init; }

    public int Limit { get; init; } = DefaultRows;

    public ConversationCursor? Cursor { get; init; }

    public bool IsFiltered => UserIds.Length > 0 || User is not null || ConversationId is not null || From is not null || To is not null || Source is not null || Status is not null;

    public static string? Part(string? text) => string.IsNullOrWhiteSpace(text) ? null : CleanText.Of(text.Trim());
}

/// <summary>The raw parameters of an address.</summary>
internal sealed class ConversationParameters
{
    public string? UserId { get; set; }

    public string? User { get; set; }

    public string? ConversationId { get; set; }

    public string? DateFrom { get; set; }

    public string? DateTo { get; set; }

    public string? TimeZone { get; set; }

    public string? McpServer { get; set; }

    public string? Tool { get; set; }

    public string? Source { get; set; }

    public string? Status { get; set; }

    public string? Limit { get; set; }

    public string? Cursor { get; set; }

    /// <summary>Set by <see cref="Check"/>: the range ends before it begins.</summary>
    public bool IsBackwards { get; private set; }

    public static ConversationParameters From(IQueryCollection query) => new()
    {
        UserId = query["user_id"],
        User = query["user"],
        ConversationId = query["conversation_id"],
        DateFrom = query["date_from"],
        DateTo = query["date_to"],
        TimeZone = query["tz"],
        McpServer = query["mcp_server"],
        Tool = query["tool"],
        Source = query["source"],
        Status = query["status"],
        Limit = query["limit"],
        Cursor = query["cursor"],
    };

    public ConversationQuery Check(MemberErrors errors)
    {
        var zone = Dates.Zone(TimeZone);
        var from = Dates.Parse("date_from", DateFrom, zone, endOfDay: false, errors);
        var to = Dates.Parse("date_to", DateTo, zone, endOfDay: true, errors);
        IsBackwards = from >= to;
        if (IsBackwards)
        {
            errors.Add("date_to", "'date_to' lies before 'date_from'.");
        }

        var cursor = ConversationCursor.Parse(Cursor);
        if (!string.IsNullOrEmpty(Cursor) && cursor is null)
        {
            errors.Add("cursor", "'cursor' must be the next_cursor of an earlier answer.");
        }

        return new ConversationQuery
        {
            UserIds = QueryNumbers.Ids("user_id", UserId, errors),
            User = ConversationQuery.Part(User),
            ConversationId = ConversationQuery.Part(ConversationId)?.ToLowerInvariant(),
            From = from,
            To = to,
            McpServer = ConversationQuery.Part(McpServer),
            Tool = ConversationQuery.Part(Tool),
            Source = Word("source", Source, FlowSource.All, errors),
            Status = Word("status", Status, FlowStatus.All, errors),
            Limit = QueryNumbers.Limit(Limit, ConversationQuery.DefaultRows, ConversationQuery.MostRows, errors),
            Cursor = cursor,
        };
    }

    private static string? Word(string member, string? text, IReadOnlyList<string> words, MemberErrors errors)
    {
        if (string.IsNullOrEmpty(text) || words.Contains(text, StringComparer.Ordinal))
        {
            return string.IsNullOrEmpty(text) ? null : text;
        }

        errors.Add(member, $"'{member}' must be one of {string.Join(", ", words)}.");
        return null;
    }
}
