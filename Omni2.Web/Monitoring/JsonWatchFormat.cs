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
    public ValueTask AddStartAsync(FlowWatch watch, OutgoingFrames frames, CancellationToken cancellationToken) => default;

    public ValueTask AddAsync(FlowEvent flowEvent, OutgoingFrames frames)
    {
        frames.Add(flowEvent.Json);
        return default;
    }

    public byte[] Gap(int dropped) => JsonSerializer.SerializeToUtf8Bytes(new { Type = "gap", Dropped = dropped }, Wire.Json);

    public byte[] Ended(string reason) => JsonSerializer.SerializeToUtf8Bytes(new { Type = "ended", Reason = reason }, Wire.Json);
}
