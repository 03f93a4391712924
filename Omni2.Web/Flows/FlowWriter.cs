using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Data.Instances;
using Omni2.Web.Shared;

namespace Omni2.Web.Flows;

/// <summary>
/// Stores events: one loop that appends whatever has gathered in one round trip, at once when idle or when somebody waits for it,
/// else in groups. A transaction costs the app as much as telling an event to a hundred watchers.
/// While the database is away it tries again; nothing that it may ever take is given up before the process ends.
/// </summary>
internal sealed partial class FlowWriter(NpgsqlDataSource source, Instance instance, TimeProvider time, ILogger<FlowWriter> logger) : BackgroundService, IReadiness
{
    private const int LargestGroup = 1000;

    /// <summary>About 200 MB of events; beyond it the database has been away for very long and recording waits.</summary>
    private const int Capacity = 200_000;

    /// <summary>From one group to the next, unless somebody waits.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(8);

    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    // Neither is disposed: a host may be stopped once more after it was disposed.
    private readonly CancellationTokenSource _giveUp = new();
    private readonly SemaphoreSlim _awaited = new(0);
    private bool _away;
    private long _storingSince;

    public string Name => "flow_writer";

    /// <summary>Stuck when one group of events has not been stored for seconds, whether the database refuses or hangs.</summary>
    public Task<string?> ProblemAsync()
    {
        var since = Volatile.Read(ref _storingSince);
        return Task.FromResult(
            ExecuteTask is null or { IsCompleted: true } ? "does not run"
            : since != 0 && time.GetElapsedTime(since) > Stuck ? "is stuck: events are kept and tried again"
            : null);
    }

    public void Enqueue(FlowEvent flowEvent) => Write(new Entry(flowEvent, null));

    /// <summary>Returns when everything enqueued before this call is committed.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Write(new Entry(null, flushed));
        _awaited.Release();
        await flushed.Task.WaitAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        _awaited.Release();
        _giveUp.CancelAfter(LongestDrain);
        if (ExecuteTask is { } loop)
        {
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    // The loop ends when the queue is completed and empty, not with the host's token: what was recorded is stored first.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var events = new List<FlowEvent>(LargestGroup);
        var waiting = new List<TaskCompletionSource>();
        var stored = 0L;
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await GatherAsync(stored);
            while (events.Count < LargestGroup && _queue.Reader.TryRead(out var entry))
            {
                Take(entry, events, waiting);
            }

            Volatile.Write(ref _storingSince, time.GetTimestamp());
            if (!await StoreUntilDoneAsync(events))
            {
                return;
            }

            Volatile.Write(ref _storingSince, 0);
            // Behind a full group somebody may be waiting already.
            stored = events.Count < LargestGroup ? Stopwatch.GetTimestamp() : 0;
            waiting.ForEach(flushed => flushed.TrySetResult());
            events.Clear();
            waiting.Clear();
        }
    }

    private async Task GatherAsync(long since)
    {
        var left = Gather - Stopwatch.GetElapsedTime(since);
        if (since != 0 && left > TimeSpan.Zero && _queue.Reader.Count < LargestGroup)
        {
            await _awaited.WaitAsync(left);
        }

        while (_awaited.Wait(TimeSpan.Zero))
        {
            // All who wait are in the queue, and are served together.
        }
    }

    private static void Take(Entry entry, List<FlowEvent> events, List<TaskCompletionSource> waiting)
    {
        if (entry.Event is { } flowEvent)
        {
            events.Add(flowEvent);
        }
        else
        {
            waiting.Add(entry.Flushed!);
        }
    }

    private void Write(Entry entry)
    {
        if (!_queue.Writer.TryWrite(entry))
        {
            throw new InvalidOperationException("The flow writer takes no more events: it has stopped, or the database has been away for very long.");
        }
    }

    private async Task<bool> StoreUntilDoneAsync(List<FlowEvent> events)
    {
        while (events.Count > 0)
        {
            try
            {
                await FlowEventInsert.ExecuteAsync(source, instance, events, _giveUp.Token);
                _away = false;
                return true;
            }
            catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
            {
                LogGivenUp(events.Count);
                return false;
            }
            catch (Exception e) when (!DatabaseTrouble.IsPassing(e) && !_giveUp.IsCancellationRequested)
            {
                await StoreOneByOneAsync(events, e);
            }
            catch (Exception e)
            {
                if (!_away)
                {
                    LogAway(e.GetType().Name);
                }

                _away = true;
                await Task.Delay(Pause, time, _giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return true;
    }

    // One event that the database will never take must not hold up all others.
    private async Task StoreOneByOneAsync(List<FlowEvent> events, Exception cause)
    {
        if (events.Count == 1)
        {
            LogRefused(events[0].NodeId, cause.GetType().Name);
            events.Clear();
            return;
        }

        foreach (var flowEvent in events)
        {
            await StoreUntilDoneAsync([flowEvent]);
        }

        events.Clear();
    }

    private readonly record struct Entry(FlowEvent? Event, TaskCompletionSource? Flushed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Flow events cannot be stored now ({Cause}); they are kept and tried again")]
    private partial void LogAway(string cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refuses flow event {NodeId} for good ({Cause}); it is left out")]
    private partial void LogRefused(Guid nodeId, string cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "The program ends with {Count} flow events that could not be stored")]
    private partial void LogGivenUp(int count);
}
