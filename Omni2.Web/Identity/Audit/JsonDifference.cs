using System.Globalization;
using System.Text.Json;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.Audit;

/// <summary>A member that differs.</summary>
/// <param name="Member">Its name; within an object <c>outer.inner</c>.</param>
/// <param name="Old">As text for people; null when it was not there.</param>
/// <param name="New">The same as it is now.</param>
internal sealed record MemberChange(string Member, string? Old, string? New);

/// <summary>What differs between two JSON objects, member by member, as a person reads it.</summary>
internal static class JsonDifference
{
    private const int LongestValue = 200;
    private const int MostDepth = 8;

    /// <param name="before">Null: everything is new.</param>
    /// <param name="after">Null: everything was removed.</param>
    public static IReadOnlyList<MemberChange> Of(JsonElement? before, JsonElement? after)
    {
        var changes = new List<MemberChange>();
        Compare(changes, "", before, after, 0);
        return changes;
    }

    /// <summary>All of it, on several lines. For a page, which encodes it.</summary>
    public static string Whole(JsonElement value) => PrettyJson.Of(value);

    private static void Compare(List<MemberChange> changes, string member, JsonElement? before, JsonElement? after, int depth)
    {
        if (depth < MostDepth && (IsObject(before) || IsObject(after)) && (before is null || IsObject(before)) && (after is null || IsObject(after)))
        {
            foreach (var name in Names(before).Union(Names(after), StringComparer.Ordinal))
            {
                Compare(changes, member.Length == 0 ? name : $"{member}.{name}", Member(before, name), Member(after, name), depth + 1);
            }
        }
        // That a new thing has none of something tells nobody anything.
        else if (!Same(before, after) && !(IsNothing(before) && IsNothing(after)))
        {
            changes.Add(new MemberChange(member, Text(before), Text(after)));
        }
    }

    private static bool IsObject(JsonElement? value) => value is { ValueKind: JsonValueKind.Object };

    private static bool IsNothing(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => true,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() == 0,
        { ValueKind: JsonValueKind.Object } members => !members.EnumerateObject().Any(),
        _ => false,
    };

    private static bool Same(JsonElement? before, JsonElement? after) =>
        before is null || after is null ? before is null && after is null : JsonElement.DeepEquals(before.Value, after.Value);

    private static IEnumerable<string> Names(JsonElement? value) => IsObject(value) ? value!.Value.EnumerateObject().Select(member => member.Name) : [];

    private static JsonElement? Member(JsonElement? value, string name) =>
        IsObject(value) && value!.Value.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? value) => value is not { } given ? null : Cut(given.ValueKind switch
    {
        JsonValueKind.String => given.GetString()! is { Length: > 0 } text ? text : "empty",
        JsonValueKind.Null => "none",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => given.GetArrayLength() == 0 ? "none" : string.Join(", ", given.EnumerateArray().Select(each => Text(each))),
        JsonValueKind.Object => given.EnumerateObject().Any() ? given.GetRawText() : "none",
        _ => given.GetRawText(),
    });

    // Between characters, not within one.
    private static string Cut(string text) => text.Length <= LongestValue
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text[..(char.IsHighSurrogate(text[LongestValue - 1]) ? LongestValue - 1 : LongestValue)]}…");
}
