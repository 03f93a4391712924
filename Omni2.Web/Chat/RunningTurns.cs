using System.Collections.Concurrent;
using Omni2.Web.Live;

namespace Omni2.Web.Chat;

/// <summary>The turns that run now, on no socket's time: they outlive their sockets, and at shutdown they get a grace period.</summary>
internal sealed partial class RunningTurns(IHostApplicationLifetime lifetime, LiveShutdown shutdown, TimeProvider time, ILogger<RunningTurns> logger) : IHostedService, IDisposable
{
    /// <summary>How long answers may run on after the program was told to stop.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _graceOver = new();
    private CancellationTokenRegistration _stopping;

    /// <summary>Fires when the grace period is over: running answers end now.</summary>
    public CancellationToken GraceOver => _graceOver.Token;

    /// <summary>Completes when the program is stopping and no answer runs any more.</summary>
    public Task Drained => shutdown.Drained;

    public bool Stopping => lifetime.ApplicationStopping.IsCancellationRequested;

    public int Count => _running.Count;

    public void Start(Func<Task> turn)
    {
        var task = Task.Run(() => GuardAsync(turn));
        _running.TryAdd(task, 0);
        _ = task.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
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
    }

    private async Task DrainAsync()
    {
        try
        {
            await Task.WhenAll(_running.Keys).WaitAsync(Grace, time);
        }
        catch (TimeoutException)
        {
            await _graceOver.CancelAsync();
            await Task.WhenAll(_running.Keys);
        }

        shutdown.Complete();
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
