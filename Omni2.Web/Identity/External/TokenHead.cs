using System.Buffers.Text;
using System.Text.Json;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.External;

/// <summary>What a token says of its signature, before anything of it is believed (RFC 7515, 4.1).</summary>
/// <param name="Algorithm"><c>alg</c>; null when it says none.</param>
/// <param name="KeyId"><c>kid</c>; null when it says none.</param>
internal readonly record struct TokenHead(string? Algorithm, string? KeyId)
{
    public static TokenHead Of(string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        try
        {
            return dot < 0 ? default : Of(JsonElement.Parse(Base64Url.DecodeFromChars(token.AsSpan(0, dot))));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return default;
        }
    }

    // Of critical extensions we understand none, so the token is to be refused (RFC 7515, 4.1.11).
    private static TokenHead Of(JsonElement head) => head.ValueKind == JsonValueKind.Object && !head.TryGetProperty("crit", out _) ? new(Text(head, "alg"), Text(head, "kid")) : default;

    private static string? Text(JsonElement head, string member) =>
        head.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
}
