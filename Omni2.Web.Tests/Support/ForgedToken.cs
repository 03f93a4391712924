using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Omni2.Web.Tests.Support;

/// <summary>A JWT made by hand, so that each part of it can be wrong. As it stands it is one that the app accepts.</summary>
internal sealed record ForgedToken(object Subject)
{
    public string Algorithm { get; init; } = "HS256";

    public string Key { get; init; } = Omni2App.SigningKey;

    public string Issuer { get; init; } = "omni2";

    public string Audience { get; init; } = "omni2";

    public string Role { get; init; } = "user";

    public DateTimeOffset ExpiresAt { get; init; } = DateTimeOffset.UtcNow.AddHours(1);

    public override string ToString()
    {
        var header = Encode(new { alg = Algorithm, typ = "JWT" });
        var claims = Encode(new { sub = Subject, email = "nobody@tests.example", role = Role, iss = Issuer, aud = Audience, exp = ExpiresAt.ToUnixTimeSeconds() });
        return $"{header}.{claims}.{Base64Url.EncodeToString(Sign($"{header}.{claims}"))}";
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private byte[] Sign(string content) => Algorithm switch
    {
        "none" => [],
        "HS512" => HMACSHA512.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(content)),
        _ => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(content)),
    };
}
