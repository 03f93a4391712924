using System.Text.Encodings.Web;
using System.Text.Json;

namespace Omni2.Web.Shared;

/// <summary>JSON with a line for each member, for people to read.</summary>
internal static class PrettyJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>As it is when it is no JSON.</summary>
    public static string Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return json;
        }
        catch (InvalidOperationException)
        {
            // An escape of a lone surrogate.
            return json;
        }
    }
}
