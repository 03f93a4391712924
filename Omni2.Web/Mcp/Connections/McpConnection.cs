using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Omni2.Web.Mcp.Connections;

/// <summary>
/// Keeps one server connected: connects, lists its tools, looks whether it lives, and begins again when it does not. Whoever
/// fails waits longer each time. Nothing that a server does gets out of here but its state.
/// </summary>
internal sealed partial class McpConnection : IAsyncDisposable
{
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(100);

    /// <summary>A session that held so long was a good one: the next failure is a first one.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);

    private readonly string _name;
    private readonly Func<IServerLink> _link;
    private readonly McpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _look = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile ConnectionState _state;
    private volatile ServerSession? _session;
    private Task _running = Task.CompletedTask;

    /// <param name="name">For the log and for sentences.</param>
    /// <param name="link">Makes a new way to the server for each attempt.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told once per change of state.</param>
    /// <param name="changed">Called after <see cref="State"/> has changed.</param>
    public McpConnection(string name, Func<IServerLink> link, McpOptions options, TimeProvider time, ILogger logger, Action changed)
    {
        (_name, _link, _options, _time, _logger, _changed) = (name, link, options, time, logger, changed);
        _state = new ConnectionState(ServerStates.Connecting, null, time.GetUtcNow(), []);
    }

    public ConnectionState State => _state;

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Never throws but for the caller's own cancellation.</summary>
    public async Task<McpResult> CallAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        if (_session is not { } session)
        {
            return Unavailable();
        }

        using var limit = new CancellationTokenSource(_options.CallTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var result = ResultText.Of(await session.CallAsync(call, either.Token), _options.MaxResultCharacters);
            if (result.IsError && SaysUnknown(result.Text))
            {
                Look();
            }

            return result;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return Error($"{_name} did not answer within {_options.CallTimeout.TotalSeconds:0.###} seconds. The call was given up.");
        }
        catch (McpProtocolException e)
        {
            Look();
            return Error($"{_name} refused the call{Said(e)}");
        }
        catch (Exception e)
        {
            Look();
            return Error($"{_name} did not finish the call. {(session.Completion.IsCompleted ? await session.WhyEndedAsync() : ServerFailure.Describe(e))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            try
            {
                await ServeAsync(cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Fail(ServerFailure.Describe(e));
            }

            failures = _time.GetElapsedTime(began) > Steady ? 1 : failures + 1;
            await Task.Delay(Backoff.After(failures), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Ends with an exception that says why: a server that works is never done.
    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        await using var session = await ServerSession.OpenAsync(_link(), _options, _time, Look, cancellationToken);
        var tools = await session.ListToolsAsync(cancellationToken);
        // First: whoever sees it connected calls at once.
        _session = session;
        Connected(tools);
        try
        {
            await WatchAsync(session, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Before the session is closed, which can take a while.
            _session = null;
            Fail(session.Completion.IsCompleted ? await session.WhyEndedAsync() : ServerFailure.Describe(e));
        }
        finally
        {
            _session = null;
        }
    }

    private async Task WatchAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var wanted = _look.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var first = await Task.WhenAny(session.Completion, wanted, Task.Delay(_options.HealthCheck, _time, pause.Token));
            await pause.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (first == session.Completion)
            {
                throw new ServerUnavailableException(await session.WhyEndedAsync());
            }

            if (first == wanted)
            {
                // A server that adds its tools one by one says so as often.
                await Task.Delay(Debounce, _time, cancellationToken);
                _look.Reader.TryRead(out _);
                Connected(await session.ListToolsAsync(cancellationToken));
                wanted = _look.Reader.WaitToReadAsync(cancellationToken).AsTask();
            }
            else if (await session.CheckAsync(cancellationToken) is { } tools)
            {
                Connected(tools);
            }
        }
    }

    private void Look() => _look.Writer.TryWrite(true);

    private void Connected(ToolList list)
    {
        var before = _state;
        var again = before.State == ServerStates.Connected;
        if (again && before.Reason == list.Note && before.Tools.SequenceEqual(list.Tools))
        {
            return;
        }

        _state = new ConnectionState(ServerStates.Connected, list.Note, again ? before.Since : _time.GetUtcNow(), list.Tools);
        if (!again)
        {
            LogConnected(_name, list.Tools.Count);
        }

        _changed();
    }

    private void Fail(string reason)
    {
        var before = _state;
        var again = before.State == ServerStates.Failed;
        if (again && before.Reason == reason)
        {
            return;
        }

        _state = new ConnectionState(ServerStates.Failed, reason, again ? before.Since : _time.GetUtcNow(), []);
        if (!again)
        {
            LogFailed(_name, reason);
        }

        _changed();
    }

    private McpResult Unavailable() => Error(_state switch
    {
        { State: ServerStates.Failed, Reason: var reason } => $"The MCP server {_name} is not available. {reason}",
        _ => $"The MCP server {_name} is not connected yet.",
    });

    private McpResult Error(string text) => new(IsError: true, ResultText.Cut(text, _options.MaxResultCharacters));

    private static bool SaysUnknown(string text) =>
        text.Contains("not found", StringComparison.OrdinalIgnoreCase) || text.Contains("unknown tool", StringComparison.OrdinalIgnoreCase);

    // What the server itself said, for the model to do better; the library puts these words before it.
    private static string Said(McpProtocolException e)
    {
        const string Remote = "Request failed (remote): ";
        return e.Message.StartsWith(Remote, StringComparison.Ordinal) ? $": {e.Message[Remote.Length..]}" : ".";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The MCP server {Server} is connected, with {Tools} tools")]
    private partial void LogConnected(string server, int tools);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The MCP server {Server} is not available and is tried again from time to time: {Reason}")]
    private partial void LogFailed(string server, string reason);
}
