using Omni2.Web.Shared;

namespace Omni2.Web.Access.Management;

/// <summary>The sentences of the API as a form shows them: beside the field, which need not be named.</summary>
internal static class FormErrors
{
    /// <summary>Null when there is nothing wrong with the member.</summary>
    public static string? Of(MemberErrors errors, string member)
    {
        if (!errors.ByMember.TryGetValue(member, out var sentences))
        {
            return null;
        }

        var sentence = sentences[0].Replace($"'{member}' ", "", StringComparison.Ordinal).Replace("must be null or", "must be empty or", StringComparison.Ordinal);
        return sentence == "is required." ? "Fill this in." : char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    /// <summary>Of all members below this one, such as <c>tool_restrictions.everything</c>.</summary>
    public static IEnumerable<string> Below(MemberErrors errors, string member) =>
        errors.ByMember.Where(error => error.Key == member || error.Key.StartsWith($"{member}.", StringComparison.Ordinal)).SelectMany(error => error.Value);
}

/// <summary>A field of a form of the management pages.</summary>
/// <param name="Id">Of the element, and the name of the member.</param>
/// <param name="Label">Not that of another control of the page.</param>
/// <param name="Value">What was typed, or what there is.</param>
/// <param name="Error">Beside the field; null when there is none.</param>
/// <param name="Hint">Below it; null for none.</param>
/// <param name="Type">Of the input.</param>
/// <param name="Size">A class such as <c>field-short</c>.</param>
/// <param name="AutoComplete">For the browser.</param>
internal sealed record FormField(string Id, string Label, string? Value, string? Error = null, string? Hint = null, string Type = "text", string Size = "", string AutoComplete = "off")
{
    /// <summary>The ids of what describes it; null when nothing does.</summary>
    public string? DescribedBy => (Hint, Error) switch
    {
        (null, null) => null,
        (null, _) => $"{Id}-error",
        (_, null) => $"{Id}-hint",
        _ => $"{Id}-hint {Id}-error",
    };
}
