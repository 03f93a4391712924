using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>A token of a <see cref="TestIssuer"/>, of which each part can be changed before it is signed.</summary>
internal sealed record IssuedToken(IssuerKey Key, JsonObject Claims)
{
    /// <summary>Of the head; the key's own by default.</summary>
    public string Algorithm { get; init; } = Key.Algorithm;

    public string? KeyId { get; init; } = Key.Id;

    /// <summary>Signs with this secret (HS256) in place of the key.</summary>
    public byte[]? Secret { get; init; }

    public IssuedToken With(string claim, JsonNode? value)
    {
        var claims = (JsonObject)Claims.DeepClone();
        claims[claim] = value;
        return this with { Claims = claims };
    }

    public IssuedToken Without(string claim)
    {
        var claims = (JsonObject)Claims.DeepClone();
        claims.Remove(claim);
        return this with { Claims = claims };
    }

    public override string ToString()
    {
        var head = new JsonObject { ["alg"] = Algorithm, ["typ"] = "JWT" };
        if (KeyId is not null)
        {
            head["kid"] = KeyId;
        }

        var content = $"{Encode(head)}.{Encode(Claims)}";
        var bytes = Encoding.ASCII.GetBytes(content);
        return $"{content}.{Base64Url.EncodeToString(Algorithm == "none" ? [] : Secret is null ? Key.Sign(bytes) : HMACSHA256.HashData(Secret, bytes))}";
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
