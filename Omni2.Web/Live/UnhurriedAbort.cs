using Microsoft.AspNetCore.Http.Features;

namespace Omni2.Web.Live;

/// <summary>
/// Resets a WebSocket's connection a second after it was asked to. A peer that breaks RFC 6455 is sent a close frame that
/// says so (7.1.7) and is then cut off by the framework at once; a reset would overtake that frame.
/// </summary>
internal sealed class UnhurriedAbort(IHttpRequestLifetimeFeature connection) : IHttpRequestLifetimeFeature
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    public CancellationToken RequestAborted
    {
        get => connection.RequestAborted;
        set => connection.RequestAborted = value;
    }

    public void Abort() => _ = AbortSoonAsync();

    private async Task AbortSoonAsync()
    {
        await Task.Delay(LastWords);
        connection.Abort();
    }
}
