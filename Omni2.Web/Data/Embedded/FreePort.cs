using System.Net;
using System.Net.Sockets;

namespace Omni2.Web.Data.Embedded;

/// <summary>A loopback port that was free a moment ago; somebody may still take it before the server does.</summary>
internal static class FreePort
{
    public static int Choose()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
