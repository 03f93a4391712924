using System.Net;
using System.Security.Cryptography;
using System.Text;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.Forwarded;

/// <summary>The section <c>Omni2:ForwardAuth</c>: which proxies are believed, and what they have to show.</summary>
internal sealed class ForwardAuthOptions
{
    public const string Section = "Omni2:ForwardAuth";

    private const string ProxiesKey = "Omni2__ForwardAuth__TrustedProxies";
    private const string SecretKey = "Omni2__ForwardAuth__Secret";

    private readonly byte[]? _secret;

    private ForwardAuthOptions(IReadOnlyList<IPNetwork> networks, string? secret) =>
        (TrustedProxies, _secret) = (new TrustedProxies(networks), secret is null ? null : Digest(secret));

    public TrustedProxies TrustedProxies { get; }

    /// <exception cref="StartupException">An entry is no network, or the secret cannot stand in a header.</exception>
    public static ForwardAuthOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var secret = section["Secret"] is { Length: > 0 } given ? given : null;
        // What a header cannot carry would never be equal, and nobody could sign in.
        if (secret?.All(c => c is > ' ' and <= '~') == false)
        {
            throw new StartupException($"{SecretKey} must hold only printable ASCII characters and no spaces.");
        }

        var networks = Networks(section.GetSection("TrustedProxies"));
        return secret is null && networks.Any(network => network.PrefixLength == 0)
            ? throw new StartupException($"{ProxiesKey} trusts every address, so that anybody could sign in as anybody: name the proxies' own network, or set {SecretKey}.")
            : new ForwardAuthOptions(networks, secret);
    }

    /// <summary>Whether the request shows the secret, where one is set; in constant time.</summary>
    public bool IsShown(IReadOnlyList<string?> secrets) =>
        _secret is null || (secrets is [{ } only] && CryptographicOperations.FixedTimeEquals(Digest(only), _secret));

    private static List<IPNetwork> Networks(IConfigurationSection section)
    {
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            throw new StartupException($"{ProxiesKey} is a list: set {ProxiesKey}__0, {ProxiesKey}__1 and so on.");
        }

        return [.. section.GetChildren().Where(entry => !string.IsNullOrWhiteSpace(entry.Value)).Select(Network)];
    }

    private static IPNetwork Network(IConfigurationSection entry) => ProxyNetwork.Parse(entry.Value!.Trim()) ?? throw new StartupException(
        $"{ProxiesKey}__{entry.Key} must be one address or one network without bits behind its prefix, such as '172.18.0.2', '10.0.0.0/8' or 'fd00::/8'.");

    // Of equal length, whatever was sent.
    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
