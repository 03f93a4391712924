using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Omni2.Web.Tests.Support;

/// <summary>A model server on 127.0.0.1 that answers as each test scripts it, byte by byte if need be, in the dialect it is asked in.</summary>
/// <remarks>Set <c>Omni2__Llm__BaseUrl</c> to <see cref="BaseUrl"/> or <see cref="AnthropicBaseUrl"/>. One request per connection.</remarks>
internal sealed class FakeModelServer : IAsyncDisposable
{
    public const string Model = "fake-model";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Func<ModelExchange, Task>> _scripts = new();
    private readonly ConcurrentQueue<ModelRequest> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    private FakeModelServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    public Uri AnthropicBaseUrl => new(BaseUrl, "/");

    public IReadOnlyList<ModelRequest> Requests => [.. _requests];

    /// <summary>What requests get for which no script is left.</summary>
    public Func<ModelExchange, Task> Otherwise { get; set; } = exchange => exchange.AnswerAsync("Hello ", "from the ", "fake model.");

    public static FakeModelServer Start() => new();

    /// <summary>The script of the next request that has none yet.</summary>
    public FakeModelServer Next(Func<ModelExchange, Task> script)
    {
        _scripts.Enqueue(script);
        return this;
    }

    public FakeModelServer NextAnswer(params string[] chunks) => Next(exchange => exchange.AnswerAsync(chunks));

    /// <summary>The next answer only calls these tools.</summary>
    public FakeModelServer NextCalls(params (string Id, string Name, string Arguments)[] calls) => Next(exchange => exchange.CallAsync(calls));

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var request = await ModelRequest.ReadAsync(stream, _stopping.Token);
            _requests.Enqueue(request);
            using var exchange = new ModelExchange(request, socket, stream, _stopping.Token);
            await (_scripts.TryDequeue(out var script) ? script : Otherwise)(exchange);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client has gone, or the test is over.
        }
    }
}
