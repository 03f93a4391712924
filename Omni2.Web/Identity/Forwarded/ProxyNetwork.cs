using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Omni2.Web.Identity.Forwarded;

/// <summary>Reads one entry of the trusted proxies: an address, or a network in CIDR notation (RFC 4632, RFC 4291).</summary>
internal static class ProxyNetwork
{
    private const int MappedPrefix = 96;

    /// <summary>Strict, because a slip would trust others: no short forms such as <c>10.1</c>, no ports, no bits behind the prefix.</summary>
    /// <returns>Null when it is neither. What is IPv4 within IPv6 (<c>::ffff:10.0.0.0/104</c>) is IPv4.</returns>
    public static IPNetwork? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (Address(slash < 0 ? text : text[..slash]) is not { } address)
        {
            return null;
        }

        var length = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if ((slash < 0 ? length : Prefix(text[(slash + 1)..], length)) is not { } prefix || !EndsAtPrefix(address, prefix))
        {
            return null;
        }

        return address.IsIPv4MappedToIPv6 && prefix >= MappedPrefix
            ? new IPNetwork(address.MapToIPv4(), prefix - MappedPrefix)
            : new IPNetwork(address, prefix);
    }

    private static IPAddress? Address(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : text.AsSpan().IndexOfAny('[', '%') < 0)
            ? address
            : null;

    private static int? Prefix(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= most
        && prefix.ToString(CultureInfo.InvariantCulture) == text
            ? prefix
            : null;

    private static bool EndsAtPrefix(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        return Enumerable.Range(prefix, (bytes.Length * 8) - prefix).All(bit => (bytes[bit / 8] & (0x80 >> (bit % 8))) == 0);
    }
}
