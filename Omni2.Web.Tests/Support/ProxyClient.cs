using System.Net;
using System.Net.Sockets;

namespace Omni2.Web.Tests.Support;

/// <summary>Requests from a chosen address of this machine, with a proxy's headers.</summary>
internal static class ProxyClient
{
    /// <summary>Keeps cookies and follows no redirect.</summary>
    public static HttpClient ClientFrom(this Omni2App app, IPAddress from, params (string Name, string Value)[] headers)
    {
        var client = new HttpClient(HandlerFrom(from)) { BaseAddress = app.Address };
        foreach (var (name, value) in headers)
        {
            client.DefaultRequestHeaders.Add(name, value);
        }

        return client;
    }

    public static SocketsHttpHandler HandlerFrom(IPAddress from) => new()
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
