using System.Diagnostics.Metrics;
using Omni2.Web.Live;

namespace Omni2.Web.Flows;

/// <summary>The HTML of events and sessions, from the partials that every page with a flow uses.</summary>
internal sealed partial class FlowFragments(FragmentRenderer renderer, ILogger<FlowFragments> logger)
{
    /// <summary>The counter of events drawn; each is drawn once, however many watch.</summary>
    public const string RenderedCounter = "omni2.fragments.rendered";

    private static readonly Meter Meter = new("Omni2");
    private static readonly Counter<long> Rendered = Meter.CreateCounter<long>(RenderedCounter);

    /// <summary>An event put into its session, and the session's new head when it ends it; rendered once for all who watch.</summary>
    public Task<byte[]> EventAsync(FlowEvent flowEvent) => flowEvent.FragmentAsync(RenderAsync);

    /// <summary>A session with the events given.</summary>
    public Task<byte[]> SessionAsync(FlowSessionView session) => renderer.RenderAsync("/Flows/_FlowSession.cshtml", session);

    // One broken event draws a placeholder: it must not end the panel of everything that follows.
    private async Task<byte[]> RenderAsync(FlowEvent flowEvent)
    {
        Rendered.Add(1);
        try
        {
            return await renderer.RenderAsync("/Flows/_LiveFlowEvent.cshtml", flowEvent);
        }
        catch (Exception e)
        {
            LogNotDrawn(flowEvent.NodeId, e.GetType().Name);
            return await renderer.RenderAsync("/Flows/_BrokenFlowEvent.cshtml", flowEvent);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Flow event {NodeId} cannot be drawn: {Exception}")]
    private partial void LogNotDrawn(Guid nodeId, string exception);
}
