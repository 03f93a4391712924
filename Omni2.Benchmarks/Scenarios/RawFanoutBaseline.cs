using System.Net.WebSockets;
using System.Threading.Channels;
using Omni2.Benchmarks.Hosts;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>The baseline of fanout, live and idle: per socket a bounded channel and a writer, on bare Kestrel.</summary>
internal sealed class RawFanoutBaseline(EventScript? script) : IEventSource
{
    private const int Capacity = 1024;

    private readonly Lock _gate = new();
    private volatile Channel<byte[]>[] _watchers = [];

    public int Watchers => _watchers.Length;

    public long Rendered => 0;

    public static async Task RunAsync(string? scriptPath)
    {
        var builder = BareHost.CreateBuilder();
        await using var app = builder.Build();
        var baseline = new RawFanoutBaseline(scriptPath is null ? null : EventScript.Load(scriptPath));
        app.UseWebSockets();
        app.Run(baseline.WatchAsync);
        await BareHost.RunAsync(app, baseline);
    }

    public void Produce()
    {
        foreach (var message in script!.Next())
        {
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(message);
            }
        }
    }

    private async Task WatchAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        Change(watchers => [.. watchers, queue]);
        var writing = WriteAsync(socket, queue.Reader);
        try
        {
            var buffer = new byte[256];
            while ((await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The watcher has gone.
        }

        Change(watchers => [.. watchers.Where(watcher => watcher != queue)]);
        queue.Writer.TryComplete();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task WriteAsync(WebSocket socket, ChannelReader<byte[]> queue)
    {
        await foreach (var message in queue.ReadAllAsync())
        {
            await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }

    private void Change(Func<Channel<byte[]>[], Channel<byte[]>[]> change)
    {
        lock (_gate)
        {
            _watchers = change(_watchers);
        }
    }
}
