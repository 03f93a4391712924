using System.Threading.Channels;

namespace Omni2.Web.Chat;

/// <summary>A turn's output as server-sent events; a silent stream says now and then that it lives.</summary>
internal sealed class AnswerEvents : IResult, IDisposable
{
    /// <summary>Proxies close what is silent for long.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly TurnReader _reader;
    private readonly TimeProvider _time;
    // Outlives a heartbeat: a wait that was given up would still take the next signal.
    private Task? _woken;

    public AnswerEvents(TurnOutput output, TimeProvider time) => (_reader, _time) = (output.Attach(() => _wake.Writer.TryWrite(true), out _), time);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        // A proxy that gathered the answer before it passed it on would make one lump of it (nginx).
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(response, httpContext.RequestAborted);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client left; the answer is stored all the same.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose() => _reader.Dispose();

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        // The headers at once: the client knows that its question was taken.
        await response.StartAsync(cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        while (true)
        {
            while (_reader.TryRead(out var frame))
            {
                await response.Body.WriteAsync(ServerSentEvent.Of(frame), cancellationToken);
            }

            await response.Body.FlushAsync(cancellationToken);
            if (_reader.IsOver)
            {
                return;
            }

            await WaitAsync(response, cancellationToken);
        }
    }

    private async Task WaitAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        try
        {
            _woken ??= _wake.Reader.ReadAsync(cancellationToken).AsTask();
            await _woken.WaitAsync(Heartbeat, _time, cancellationToken);
            _woken = null;
        }
        catch (TimeoutException)
        {
            await response.Body.WriteAsync(": still answering\n\n"u8.ToArray(), cancellationToken);
        }
    }
}
