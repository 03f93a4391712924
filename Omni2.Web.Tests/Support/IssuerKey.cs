using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>A key with which a <see cref="TestIssuer"/> signs.</summary>
/// <param name="Algorithm"><c>RS256</c> or <c>ES256</c>.</param>
/// <param name="Id">Its <c>kid</c>; null for a key without one.</param>
internal sealed record IssuerKey(string Algorithm, string? Id)
{
    private const int RsaBits = 2048;

    private readonly AsymmetricAlgorithm _key = Algorithm == "RS256" ? RSA.Create(RsaBits) : ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static IssuerKey New(string algorithm) => new(algorithm, Guid.NewGuid().ToString("N"));

    /// <summary>As everybody may read it.</summary>
    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

    public byte[] Sign(byte[] content) => _key switch
    {
        RSA rsa => rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => ecdsa.SignData(content, HashAlgorithmName.SHA256),
        _ => [],
    };

    /// <summary>RFC 7517.</summary>
    public JsonObject ToJwk()
    {
        var jwk = _key switch
        {
            RSA rsa when rsa.ExportParameters(false) is var key => new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent) },
            ECDsa ecdsa when ecdsa.ExportParameters(false) is var key => new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(key.Q.X), ["y"] = Base64Url.EncodeToString(key.Q.Y) },
            _ => [],
        };
        jwk["use"] = "sig";
        if (Id is not null)
        {
            jwk["kid"] = Id;
        }

        return jwk;
    }
}
