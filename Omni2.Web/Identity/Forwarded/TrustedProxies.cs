using System.Net;

namespace Omni2.Web.Identity.Forwarded;

/// <summary>The addresses whose word about a request is taken: who sent it, to which host, by which scheme.</summary>
internal sealed class TrustedProxies(IReadOnlyList<IPNetwork> networks)
{
    public IReadOnlyList<IPNetwork> Networks { get; } = networks;

    public bool Any => Networks.Count > 0;

    /// <param name="peer">The other end of the connection; null where it has no address, such as a Unix socket's: never trusted.</param>
    public bool Include(IPAddress? peer)
    {
        if (peer is null || !Any)
        {
            return false;
        }

        // A socket that listens for both kinds shows IPv4 peers as IPv6 (RFC 4291, 2.5.5.2).
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        return Networks.Any(network => network.Contains(address));
    }
}
