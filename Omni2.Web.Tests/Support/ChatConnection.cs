using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>A client of <c>/ws/chat</c> (or of another socket that sends JSON).</summary>
public sealed class ChatConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket;

    private ChatConnection(ClientWebSocket socket) => _socket = socket;

    public ClientWebSocket Socket => _socket;

    public JsonObject? Welcome { get; private set; }

    public Guid ConversationId => Guid.Parse(Welcome!["conversation_id"]!.GetValue<string>());

    /// <summary>Connects and takes the welcome; being turned away throws <see cref="SocketClosedException"/>.</summary>
    public static async Task<ChatConnection> OpenAsync(Uri address, string token)
    {
        var connection = await ConnectAsync(address, socket => socket.SetRequestHeader("Authorization", $"Bearer {token}"));
        connection.Welcome = await connection.ReceiveAsync();
        if (connection.Welcome["type"]!.GetValue<string>() == "error")
        {
            throw await connection.ReceiveCloseAsync();
        }

        connection.Welcome["type"]!.GetValue<string>().ShouldBe("welcome");
        return connection;
    }

    /// <summary>Connects and takes nothing; a refused upgrade throws, with the status in <see cref="ClientWebSocket.HttpStatusCode"/>'s message.</summary>
    public static async Task<ChatConnection> ConnectAsync(Uri address, Action<ClientWebSocketOptions>? configure = null, HttpMessageInvoker? through = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(new(socket.Options));
        var webSocketAddress = new UriBuilder(address) { Scheme = address.Scheme == "https" ? "wss" : "ws" }.Uri;
        try
        {
            await socket.ConnectAsync(webSocketAddress, through, CancellationToken.None).WaitAsync(Patience);
        }
        catch (WebSocketException e)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new RefusedUpgradeException(status, e);
        }

        return new ChatConnection(socket);
    }

    public Task SendAsync(object frame) => SendTextAsync(JsonSerializer.Serialize(frame));

    public Task SendTextAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Says something and returns the frame that ends the message, <c>done</c> or <c>error</c>.</summary>
    public async Task<JsonObject> SayAsync(string text)
    {
        await SendAsync(new { type = "message", text });
        return await ReceiveUntilAsync("done", "error");
    }

    public async Task<JsonObject> ReceiveUntilAsync(params string[] types)
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (types.Contains(frame["type"]?.GetValue<string>()))
            {
                return frame;
            }
        }
    }

    /// <summary>The next frame; a close instead of one throws <see cref="SocketClosedException"/>.</summary>
    public async Task<JsonObject> ReceiveAsync() => JsonNode.Parse(await ReceiveTextAsync())!.AsObject();

    public async Task<string> ReceiveTextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        using var text = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new SocketClosedException((int?)_socket.CloseStatus ?? 0, _socket.CloseStatusDescription ?? "");
            }

            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return Encoding.UTF8.GetString(text.ToArray());
            }
        }
    }

    /// <summary>Waits for the server's close, passing over what comes before it.</summary>
    public async Task<SocketClosedException> ReceiveCloseAsync()
    {
        while (true)
        {
            try
            {
                await ReceiveTextAsync();
            }
            catch (SocketClosedException closed)
            {
                return closed;
            }
        }
    }

    /// <summary>Goes away without a word, as a lost network does.</summary>
    public void Drop() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The other side was first.
        }

        _socket.Dispose();
    }

    /// <summary>The few options tests set.</summary>
    public sealed class ClientWebSocketOptions(System.Net.WebSockets.ClientWebSocketOptions options)
    {
        public void SetRequestHeader(string name, string value) => options.SetRequestHeader(name, value);

        /// <summary>Takes this certificate, which no authority has signed, and no other.</summary>
        public void Trust(X509Certificate2 certificate) => options.RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Equals(shown);
    }
}

/// <summary>The server answered the upgrade with an HTTP status.</summary>
public sealed class RefusedUpgradeException(int status, Exception inner) : Exception($"The upgrade was refused with {status}.", inner)
{
    public int Status { get; } = status;
}

/// <summary>The server closed the socket.</summary>
public sealed class SocketClosedException(int code, string reason) : Exception($"The socket was closed with {code} {reason}.")
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;
}
