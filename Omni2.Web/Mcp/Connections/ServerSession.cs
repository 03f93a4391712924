using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Omni2.Web.Mcp.Connections;

/// <summary>
/// One MCP session. Answers are taken as JSON and read by our own rules, because the library's types refuse a whole answer for
/// one odd part of it. The library logs nothing: what it writes may hold arguments and addresses.
/// </summary>
internal sealed class ServerSession : IAsyncDisposable
{
    /// <summary>From this revision on a session needs no connection, and so there is no ping.</summary>
    private const string WithoutPing = "2026-07-28";

    private const int MostPages = 1000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly IServerLink _link;
    private readonly McpClient _client;
    private readonly McpOptions _options;
    private readonly TimeProvider _time;
    private long _calls;

    private ServerSession(IServerLink link, McpClient client, McpOptions options, TimeProvider time) =>
        (_link, _client, _options, _time) = (link, client, options, time);

    /// <summary>Completes when the server ended the session, or the connection was lost.</summary>
    public Task<ClientCompletionDetails> Completion => _client.Completion;

    /// <param name="link">Belongs to the session from now on.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock of the time-outs.</param>
    /// <param name="toolsChanged">Called when the server says that its list of tools has changed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ServerUnavailableException">No session came about.</exception>
    public static async Task<ServerSession> OpenAsync(IServerLink link, McpOptions options, TimeProvider time, Action toolsChanged, CancellationToken cancellationToken)
    {
        try
        {
            var client = await InTimeAsync(token => McpClient.CreateAsync(link.Open(), Settings(options, time, toolsChanged), NullLoggerFactory.Instance, token), options.ConnectTimeout, time, cancellationToken);
            return new ServerSession(link, client, options, time);
        }
        catch (Exception e)
        {
            var why = e is ServerUnavailableException or OperationCanceledException ? null : await link.WhyEndedAsync();
            await link.DisposeAsync();
            if (e is OperationCanceledException)
            {
                throw;
            }

            throw new ServerUnavailableException(why ?? ServerFailure.Describe(e), e);
        }
    }

    /// <summary>All pages.</summary>
    /// <exception cref="ServerUnavailableException">The server did not answer, or not with a list.</exception>
    public async Task<ToolList> ListToolsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await InTimeAsync(ReadPagesAsync, _options.ConnectTimeout, _time, cancellationToken);
        }
        catch (McpProtocolException e) when (e.ErrorCode == McpErrorCode.MethodNotFound)
        {
            // A server of resources or prompts only.
            return ToolList.None;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ServerUnavailableException(ServerFailure.Describe(e), e);
        }
    }

    /// <summary>Any answer, also a refusal, says that the server lives.</summary>
    /// <returns>The tools, where looking for them is how to ask; null where a ping is.</returns>
    /// <exception cref="ServerUnavailableException">There was no answer.</exception>
    public async Task<ToolList?> CheckAsync(CancellationToken cancellationToken)
    {
        if (string.CompareOrdinal(_client.NegotiatedProtocolVersion, WithoutPing) >= 0)
        {
            return await ListToolsAsync(cancellationToken);
        }

        try
        {
            await InTimeAsync(token => _client.PingAsync(new RequestOptions(), token).AsTask(), _options.ConnectTimeout, _time, cancellationToken);
        }
        catch (McpProtocolException)
        {
            // It answered.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ServerUnavailableException(ServerFailure.Describe(e), e);
        }

        return null;
    }

    /// <summary>The result as the server sent it. Cancelling ends the waiting at once and tells the server; what the library throws is thrown.</summary>
    public async Task<JsonElement> CallAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        var id = new RequestId($"omni2-{Interlocked.Increment(ref _calls)}");
        var givenUp = new CancellationTokenSource();
        var answer = _client.SendRequestAsync<CallToolRequestParams, JsonElement>(RequestMethods.ToolsCall, call, McpJsonUtilities.DefaultOptions, id, givenUp.Token).AsTask();
        try
        {
            return await answer.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = GiveUpAsync(id, givenUp);
            throw;
        }
    }

    /// <summary>Why it ended, once <see cref="Completion"/> is there.</summary>
    public async Task<string> WhyEndedAsync() =>
        (await Completion).Exception is { } e && ServerFailure.Describe(e) is var words && words != ServerFailure.Unclear ? words
        : await _link.WhyEndedAsync() ?? "The server ended the connection.";

    public async ValueTask DisposeAsync()
    {
        // An HTTP server is told that the session is over, and may not answer: it is over in any case.
        await _client.DisposeAsync().AsTask().WaitAsync(Grace, _time).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await _link.DisposeAsync();
    }

    // The library would do so, but takes its own registration back in the moment of the cancellation: nothing would be sent.
    private async Task GiveUpAsync(RequestId id, CancellationTokenSource givenUp)
    {
        using var limit = new CancellationTokenSource(Grace, _time);
        try
        {
            await _client.SendNotificationAsync(NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = id }, cancellationToken: limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or HttpRequestException or McpException)
        {
            // It is no longer there to be told.
        }
        finally
        {
            await givenUp.CancelAsync();
        }
    }

    private async Task<ToolList> ReadPagesAsync(CancellationToken cancellationToken)
    {
        var list = new ToolListBuilder(_options.MaxTools);
        string? cursor = null;
        for (var page = 0; page < MostPages && !list.IsFull; page++)
        {
            var answer = await _client.SendRequestAsync<ListToolsRequestParams, JsonElement>(
                RequestMethods.ToolsList, new ListToolsRequestParams { Cursor = cursor }, McpJsonUtilities.DefaultOptions, cancellationToken: cancellationToken);
            if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array)
            {
                throw new ServerUnavailableException("The server’s list of tools cannot be read.");
            }

            foreach (var tool in tools.EnumerateArray())
            {
                list.Add(tool);
            }

            cursor = answer.TryGetProperty("nextCursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
            if (string.IsNullOrEmpty(cursor))
            {
                break;
            }
        }

        return list.Build();
    }

    private static McpClientOptions Settings(McpOptions options, TimeProvider time, Action toolsChanged) => new()
    {
        ClientInfo = new Implementation { Name = "omni2", Version = "1.0" },
        InitializationTimeout = options.ConnectTimeout,
        TimeProvider = time,
        Handlers = new McpClientHandlers
        {
            NotificationHandlers =
            [
                new(NotificationMethods.ToolListChangedNotification, (_, _) =>
                {
                    toolsChanged();
                    return default;
                }),
            ],
        },
    };

    private static Task InTimeAsync(Func<CancellationToken, Task> act, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) =>
        InTimeAsync(
            async token =>
            {
                await act(token);
                return true;
            },
            patience,
            time,
            cancellationToken);

    private static async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> act, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await act(either.Token).WaitAsync(either.Token);
        }
        catch (Exception e) when ((e is OperationCanceledException or TimeoutException) && !cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnavailableException($"The server did not answer within {patience.TotalSeconds:0.###} seconds.", e);
        }
    }
}
