using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Omni2.Web.Mcp;

/// <summary>Keeps environment values and headers: a JSON object of strings, encrypted with the keys that all instances share.</summary>
internal sealed class McpSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Omni2.Mcp.Secrets");

    /// <summary>Null for no values.</summary>
    public string? Protect(IReadOnlyDictionary<string, string> values) =>
        values.Count == 0 ? null : _protector.Protect(JsonSerializer.Serialize(values));

    /// <summary>Null when they can no longer be read: the keys of that time are gone, or the text was changed.</summary>
    public IReadOnlyDictionary<string, string>? Read(string? stored)
    {
        if (stored is null)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(_protector.Unprotect(stored));
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }
}
