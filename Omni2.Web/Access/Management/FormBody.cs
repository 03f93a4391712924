using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Management;

/// <summary>The fields of a form as the JSON that the API takes, so that both have one set of rules.</summary>
internal sealed class FormBody
{
    private readonly JsonObject _body = [];

    public FormBody Text(string member, string? value) => Set(member, value is null ? null : JsonValue.Create(CleanText.Of(value)));

    /// <summary>Null when the field is empty.</summary>
    public FormBody TextOrNull(string member, string? value) => Text(member, string.IsNullOrWhiteSpace(value) ? null : value);

    /// <summary>Null when the field is empty; what is no number goes as text, and so is refused by its member.</summary>
    public FormBody Number(string member, string? value) => Set(member, string.IsNullOrWhiteSpace(value) ? null
        : decimal.TryParse(value.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : JsonValue.Create(CleanText.Of(value)));

    public FormBody Flag(string member, bool value) => Set(member, JsonValue.Create(value));

    public FormBody Names(string member, IEnumerable<string> values) => Set(member, new JsonArray([.. values.Select(value => JsonValue.Create(CleanText.Of(value)))]));

    /// <summary>Typed JSON; what is none goes as text, and so is refused by its member.</summary>
    public FormBody Json(string member, string? value)
    {
        try
        {
            return Set(member, string.IsNullOrWhiteSpace(value) ? new JsonObject() : JsonNode.Parse(value, null, new JsonDocumentOptions { AllowDuplicateProperties = false }));
        }
        catch (JsonException)
        {
            return Text(member, value);
        }
    }

    public JsonMembers ToMembers(MemberErrors errors) => new(JsonSerializer.SerializeToElement(_body, Wire.Json), errors);

    private FormBody Set(string member, JsonNode? value)
    {
        _body[member] = value;
        return this;
    }
}
