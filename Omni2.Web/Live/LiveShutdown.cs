namespace Omni2.Web.Live;

/// <summary>When the program stops, sockets stay open until the answers that run have ended, and close then.</summary>
internal sealed class LiveShutdown
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the program is stopping and nothing runs any more.</summary>
    public Task Drained => _drained.Task;

    public void Complete() => _drained.TrySetResult();
}
