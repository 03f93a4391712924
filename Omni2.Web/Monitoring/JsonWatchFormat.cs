using System.Text.Json;
using Omni2.Web.Flows;
using Omni2.Web.Live;
using Omni2.Web.Shared;

namespace Omni2.Web.Monitoring;

/// <summary>One event per message, in the JSON that is stored and exported.</summary>
internal sealed class JsonWatchFormat : IWatchFormat
{
    public static readonly JsonWatchFormat Instance = new();

    /// <summary>A program that names no last event wants what happens next.</summary>
    public async Task StartAsync(FlowWatch watch, LiveSocket socket, CancellationToken cancellationToken)
    {
        await foreach (var flowEvent in watch.NextAsync(cancellationToken))
        {
            await socket.SendAsync(flowEvent.Json, CancellationToken.None);
        }
    }

    public async Task SendAsync(IReadOnlyList<FlowEvent> events, LiveSocket socket, CancellationToken cancellationToken)
    {
        foreach (var flowEvent in events)
        {
            await socket.SendAsync(flowEvent.Json, cancellationToken);
        }
    }

    public byte[] Gap(int dropped) => JsonSerializer.SerializeToUtf8Bytes(new { Type = "gap", Dropped = dropped }, Wire.Json);

    public byte[] Ended(string reason) => JsonSerializer.SerializeToUtf8Bytes(new { Type = "ended", Reason = reason }, Wire.Json);
}
