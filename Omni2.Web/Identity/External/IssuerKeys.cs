using Microsoft.IdentityModel.Tokens;

namespace Omni2.Web.Identity.External;

/// <summary>What the issuer says of itself: its name, and the keys by which its tokens are checked.</summary>
internal sealed record IssuerKeys(string Issuer, IReadOnlyList<SecurityKey> Keys, DateTimeOffset FetchedAt)
{
    /// <summary>A token without a key id may be by any of them.</summary>
    public bool Have(string? keyId) => keyId is null || Keys.Any(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal));
}
