using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using Omni2.Web.Access;
using Omni2.Web.Conversations;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp.BuiltIn;

/// <summary>Answers the calls of the built-in server's tools, each for the person who is named beside the arguments, and about nobody else.</summary>
internal sealed class BuiltInTools(People people, Budgets budgets, ConversationSearch conversations, TimeProvider time)
{
    private const int StandardRows = 10;
    private const int MostRows = 50;
    private const int LongestBeginning = 200;

    public async ValueTask<CallToolResult> CallAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        try
        {
            return call.Name switch
            {
                BuiltInToolList.ServerTime => Time(call),
                BuiltInToolList.MyUsage => await UsageAsync(await CallerAsync(call, cancellationToken), cancellationToken),
                BuiltInToolList.MyConversations => await ConversationsAsync(call, await CallerAsync(call, cancellationToken), cancellationToken),
                _ => Refuse($"Unknown tool: {call.Name}"),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Its text is nobody's business but the log's, where the database's trouble stands already.
            return Refuse("This cannot be found out at the moment.");
        }
    }

    private CallToolResult Time(CallToolRequestParams call)
    {
        var now = time.GetUtcNow();
        var answer = new JsonObject { ["utc"] = Moment(now) };
        if (call.Arguments?.TryGetValue("time_zone", out var named) == true)
        {
            var name = named.ValueKind == JsonValueKind.String ? JsonText.Of(named) : "";
            var zone = Dates.Zone(name);
            if (zone.Equals(TimeZoneInfo.Utc) && name is not ("UTC" or "Etc/UTC"))
            {
                return Refuse("'time_zone' must be a name of the IANA time zone database, such as Europe/Berlin.");
            }

            answer["time_zone"] = name;
            answer["local"] = TimeZoneInfo.ConvertTime(now, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        }

        return Answer(answer);
    }

    private async Task<CallToolResult> UsageAsync(Person? caller, CancellationToken cancellationToken)
    {
        if (caller is null)
        {
            return Nobody();
        }

        var budget = await budgets.TodayAsync(caller.Id, cancellationToken);
        var tomorrow = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return Answer(new JsonObject { ["spent_usd"] = budget.Spent, ["limit_usd"] = budget.Limit, ["remaining_usd"] = budget.Remaining, ["resets_at"] = Moment(tomorrow) });
    }

    private async Task<CallToolResult> ConversationsAsync(CallToolRequestParams call, Person? caller, CancellationToken cancellationToken)
    {
        if (caller is null)
        {
            return Nobody();
        }

        var errors = new MemberErrors();
        var query = new ConversationQuery
        {
            UserIds = [caller.Id],
            From = Dates.Parse("from", Text(call, "from"), TimeZoneInfo.Utc, endOfDay: false, errors),
            To = Dates.Parse("to", Text(call, "to"), TimeZoneInfo.Utc, endOfDay: true, errors),
            Limit = Limit(call, errors),
        };
        if (errors.Any)
        {
            return Refuse(string.Join(' ', errors.ByMember.Values.SelectMany(sentences => sentences)));
        }

        var found = await conversations.FindAsync(query, caller, cancellationToken);
        JsonArray rows = [.. found.Conversations.Select(row => (JsonNode)new JsonObject
        {
            ["conversation_id"] = row.ConversationId.ToString(),
            ["started_at"] = Moment(row.StartedAt),
            ["ended_at"] = Moment(row.EndedAt),
            ["messages"] = row.MessageCount,
            ["cost_usd"] = row.CostUsd,
            ["began_with"] = Beginning(row.FirstMessage),
        })];
        return Answer(new JsonObject { ["conversations"] = rows, ["more"] = found.NextCursor is not null });
    }

    private async Task<Person?> CallerAsync(CallToolRequestParams call, CancellationToken cancellationToken) =>
        call.Meta?[BuiltInServer.CallerMember] is JsonValue value && value.TryGetValue<int>(out var id)
        && await people.FindAsync(id, cancellationToken) is { Active: true } person ? person : null;

    private static int Limit(CallToolRequestParams call, MemberErrors errors)
    {
        if (call.Arguments?.TryGetValue("limit", out var limit) != true || limit.ValueKind == JsonValueKind.Null)
        {
            return StandardRows;
        }

        if (limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out var rows) && rows is >= 1 and <= MostRows)
        {
            return rows;
        }

        errors.Add("limit", $"'limit' must be a whole number from 1 to {MostRows}.");
        return StandardRows;
    }

    private static string? Text(CallToolRequestParams call, string argument) =>
        call.Arguments?.TryGetValue(argument, out var value) != true || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : value.GetRawText();

    private static string? Beginning(string? text) => text is { Length: > LongestBeginning } ? CleanText.Of(text[..LongestBeginning]) : text;

    private static string Moment(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static CallToolResult Answer(JsonObject answer) => new() { Content = [new TextContentBlock { Text = answer.ToJsonString(Wire.Json) }] };

    private static CallToolResult Nobody() => Refuse("This tool works only for a signed-in person.");

    private static CallToolResult Refuse(string sentence) => new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };
}
