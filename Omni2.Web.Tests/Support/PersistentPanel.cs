using System.Net.WebSockets;

namespace Omni2.Web.Tests.Support;

/// <summary>One connection of a panel.</summary>
/// <param name="After">The event that it named; null for none.</param>
/// <param name="Nodes">What it was sent, in order.</param>
internal sealed record PanelVisit(Guid? After, List<Guid> Nodes);

/// <summary>A panel as the browser keeps it: it reconnects by itself behind its last event, and drops what it has by id.</summary>
internal sealed class PersistentPanel(Uri address, string token)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<PanelVisit> _visits = [];
    private readonly List<Guid> _shown = [];
    private readonly HashSet<Guid> _known = [];

    public IReadOnlyList<PanelVisit> Visits => _visits;

    /// <summary>What the panel shows, in the order in which it came.</summary>
    public IReadOnlyList<Guid> Shown
    {
        get
        {
            lock (_gate)
            {
                return [.. _shown];
            }
        }
    }

    /// <summary>Connected and shown what there was.</summary>
    public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Shows(Guid node)
    {
        lock (_gate)
        {
            return _known.Contains(node);
        }
    }

    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await VisitAsync(enough);
            }
            catch (Exception e) when (e is RefusedUpgradeException or WebSocketException or SocketClosedException or OperationCanceledException)
            {
                await Task.Delay(Pause, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task VisitAsync(CancellationToken enough)
    {
        Guid? after = _shown.Count == 0 ? null : _shown[^1];
        await using var panel = await ChatConnection.ConnectAsync(
            new Uri(address, after is null ? "" : $"?after={after}"), options => options.SetRequestHeader("Authorization", $"Bearer {token}"));
        await using var leaving = enough.Register(panel.Drop);
        var visit = new PanelVisit(after, []);
        _visits.Add(visit);
        while (true)
        {
            Show(visit, await panel.ReceiveTextAsync());
            Ready.TrySetResult();
        }
    }

    private void Show(PanelVisit visit, string html)
    {
        lock (_gate)
        {
            foreach (var node in PanelHtml.Nodes(html))
            {
                visit.Nodes.Add(node);
                if (_known.Add(node))
                {
                    _shown.Add(node);
                }
            }
        }
    }
}
