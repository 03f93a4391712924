using System.Globalization;
using System.Text.RegularExpressions;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

/// <summary>A block as it is wanted.</summary>
internal sealed partial record BlockSpec(string Reason, string? Message, DateTimeOffset? Until, string[] Services)
{
    public const int LongestText = 500;

    private static readonly string[] Known = [UserBlock.ChatService, UserBlock.McpService];

    public static BlockSpec Read(JsonMembers body, DateTimeOffset now)
    {
        var reason = body.Text("reason", LongestText);
        body.Errors.Require("reason", reason);
        var message = body.Text("message", LongestText);
        return new(reason ?? "", string.IsNullOrEmpty(message) ? null : message, ReadUntil(body, now), ReadServices(body));
    }

    private static string[] ReadServices(JsonMembers body)
    {
        if (!body.Has("services"))
        {
            return Known;
        }

        var asked = body.Names("services", Known.Length, 64);
        if (asked.Length == 0 || asked.Except(Known, StringComparer.Ordinal).Any())
        {
            body.Errors.Add("services", "'services' must be a list of one or both of chat and mcp.");
        }

        return [.. Known.Intersect(asked, StringComparer.Ordinal)];
    }

    private static DateTimeOffset? ReadUntil(JsonMembers body, DateTimeOffset now)
    {
        var text = body.Text("until", 64);
        if (text is null)
        {
            return null;
        }

        if (IsoTime().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var until) && until > now)
        {
            // As the database keeps it.
            return new DateTimeOffset(until.UtcTicks - (until.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        }

        body.Errors.Add("until", "'until' must be null or a time in the future in ISO 8601, such as 2030-01-31T18:00:00Z.");
        return null;
    }

    // Without an offset it is UTC.
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsoTime();
}
