namespace Omni2.Web.Shared;

/// <summary>Not ready before the program has started, nor from the moment it is told to stop.</summary>
internal sealed class ProcessReadiness(IHostApplicationLifetime lifetime) : IReadiness
{
    public string Name => "process";

    public Task<string?> ProblemAsync() => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? "is stopping"
        : lifetime.ApplicationStarted.IsCancellationRequested ? null
        : "is starting");
}
