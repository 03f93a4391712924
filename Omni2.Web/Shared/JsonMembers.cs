using System.Text.Json;

namespace Omni2.Web.Shared;

/// <summary>Reads the members of a JSON object of which some may be absent; for each that is not as it should be there is a sentence in the errors.</summary>
internal sealed class JsonMembers(JsonElement body, MemberErrors errors)
{
    private const decimal SmallestAmount = 0.000001m;

    public MemberErrors Errors => errors;

    public bool Has(string member) => body.TryGetProperty(member, out _);

    /// <summary>Undefined when it is absent.</summary>
    public JsonElement Element(string member) => body.TryGetProperty(member, out var value) ? value : default;

    /// <summary>Clean text without blanks around it; null when it is absent, null, or none.</summary>
    public string? Text(string member, int most)
    {
        var value = Element(member);
        if (IsNothing(value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && JsonText.Of(value).Trim() is var text && text.Length <= most)
        {
            return text;
        }

        errors.Add(member, $"'{member}' must be text of at most {most} characters.");
        return null;
    }

    public bool Flag(string member, bool standard)
    {
        var value = Element(member);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False)
        {
            return value.ValueKind == JsonValueKind.Undefined ? standard : value.GetBoolean();
        }

        errors.Add(member, $"'{member}' must be true or false.");
        return standard;
    }

    /// <summary>A whole number from 0 to <paramref name="most"/>; null when it is absent or null.</summary>
    public int? Count(string member, int most)
    {
        var value = Element(member);
        if (IsNothing(value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0 && count <= most)
        {
            return count;
        }

        errors.Add(member, $"'{member}' must be null or a whole number from 0 to {Spans.Count(most)}.");
        return null;
    }

    /// <summary>USD from 0 to <paramref name="most"/> with at most six digits behind the point; null when it is absent or null.</summary>
    public decimal? Amount(string member, int most)
    {
        var value = Element(member);
        if (IsNothing(value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var amount) && amount >= 0 && amount <= most && amount % SmallestAmount == 0)
        {
            return amount;
        }

        errors.Add(member, $"'{member}' must be null or an amount in USD from 0 to {Spans.Count(most)} with at most 6 decimals.");
        return null;
    }

    /// <summary>Different texts, none empty; none at all when it is absent.</summary>
    public string[] Names(string member, int mostNames, int longest)
    {
        var value = Element(member);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= mostNames && value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
        {
            string[] names = [.. value.EnumerateArray().Select(JsonText.Of).Distinct(StringComparer.Ordinal)];
            if (Array.TrueForAll(names, name => name.Length > 0 && name.Length <= longest))
            {
                return names;
            }
        }

        errors.Add(member, $"'{member}' must be a list of at most {mostNames} names of 1 to {longest} characters.");
        return [];
    }

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
}
