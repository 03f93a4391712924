using System.Collections.Concurrent;
using Omni2.Web.Live;

namespace Omni2.Web.Chat;

/// <summary>The turns that run now, on no socket's time: they outlive their sockets, and at shutdown they get a grace period.</summary>
internal sealed partial class RunningTurns(IHostApplicationLifetime lifetime, LiveShutdown shutdown, TimeProvider time, ILogger<RunningTurns> logger) : IHostedService, IDisposable
{
    /// <summary>How long answers may run on after the program was told to stop.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LastTries = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _graceOver = new();
    private readonly CancellationTokenSource _noMoreTries = new();
    private CancellationTokenRegistration _stopping;

    /// <summary>Fires when the grace period is over: running answers end now.</summary>
    public CancellationToken GraceOver => _graceOver.Token;

    /// <summary>Fires some seconds after <see cref="GraceOver"/>: what could not be stored by then is left to the recovery.</summary>
    public CancellationToken NoMoreTries => _noMoreTries.Token;

    /// <summary>Completes when the program is stopping and no answer runs any more.</summary>
    public Task Drained => shutdown.Drained;

    public int Count => _running.Count;

    /// <summary>False when the program is stopping: the turn is not run.</summary>
    public bool TryStart(Func<Task> turn)
    {
        lock (_gate)
        {
            // Told apart under the lock, so that the drain waits for every turn that was taken.
            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return false;
            }

            Run(turn);
            return true;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(() => _ = DrainAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Drained.WaitAsync(cancellationToken);

    public void Dispose()
    {
        _stopping.Dispose();
        _graceOver.Dispose();
        _noMoreTries.Dispose();
    }

    private async Task DrainAsync()
    {
        Task running;
        lock (_gate)
        {
            running = Task.WhenAll(_running.Keys);
        }

        try
        {
            await running.WaitAsync(Grace, time);
        }
        catch (TimeoutException)
        {
            _noMoreTries.CancelAfter(LastTries);
            await _graceOver.CancelAsync();
            await running;
        }

        shutdown.Complete();
    }

    private void Run(Func<Task> turn)
    {
        var task = Task.Run(() => GuardAsync(turn));
        _running.TryAdd(task, 0);
        _ = task.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task GuardAsync(Func<Task> turn)
    {
        try
        {
            await turn();
        }
        catch (Exception e)
        {
            LogTurnFailed(e.GetType().Name, e.StackTrace);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn ended with {Exception}, which it should have answered {Stack}")]
    private partial void LogTurnFailed(string exception, string? stack);
}
