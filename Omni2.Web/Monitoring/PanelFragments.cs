using System.Runtime.CompilerServices;
using System.Text;
using Omni2.Web.Flows;
using Omni2.Web.Live;
using Omni2.Web.Shared;

namespace Omni2.Web.Monitoring;

/// <summary>What a panel's socket sends besides the events themselves.</summary>
internal sealed class PanelFragments(FlowFragments flows, FragmentRenderer renderer)
{
    private readonly ConditionalWeakTable<FlowSessionHead, Lazy<Task<byte[]>>> _frames = [];

    public Task<byte[]> EventAsync(FlowEvent flowEvent) => flows.EventAsync(flowEvent);

    /// <summary>An empty session at the top of its person's panel, for the events that follow; rendered once for all who watch.</summary>
    public Task<byte[]> FrameAsync(FlowSessionHead head) =>
        _frames.GetValue(head, _ => new Lazy<Task<byte[]>>(() => RenderFrameAsync(head))).Value;

    /// <summary>All sessions of a panel that has none yet, newest first, or what to expect when there are none.</summary>
    public async Task<byte[]> SnapshotAsync(int userId, IReadOnlyList<FlowEvent> events)
    {
        var html = new MemoryStream();
        foreach (var session in FlowSessionView.Group(events).OrderByDescending(session => session.Head.StartedAt))
        {
            html.Write(await flows.SessionAsync(session));
        }

        if (events.Count == 0)
        {
            html.Write(await renderer.RenderAsync<object?>("/Monitoring/_PanelEmpty.cshtml", null));
        }

        // Tells the panel what its next connection asks for.
        var cursor = events.Count == 0 ? "" : $"<!--after:{events[^1].NodeId}-->";
        return [.. Into(HtmlIds.PanelSessions(userId), "innerHTML", html.ToArray()), .. Encoding.ASCII.GetBytes(cursor)];
    }

    public byte[] Gap(int userId, int dropped) => Into(
        HtmlIds.PanelSessions(userId),
        "afterbegin",
        Encoding.UTF8.GetBytes($"<p class=\"gap\"><span>{Spans.Count(dropped)} events were skipped, because this browser was too slow.</span> <button class=\"button button-small\" type=\"button\" data-reload-panel>Load them</button></p>"));

    public byte[] Ended(int userId, string reason)
    {
        var sentence = reason == WatchSocket.EndOfMonitoring ? "Monitoring has ended. What was shown stays until you remove the panel." : reason;
        return Into(
            HtmlIds.PanelSessions(userId),
            "beforebegin",
            Encoding.UTF8.GetBytes($"<div class=\"notice tone-neutral\" role=\"status\" data-ended><p>{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(sentence)}</p></div>"));
    }

    private async Task<byte[]> RenderFrameAsync(FlowSessionHead head) =>
        Into(HtmlIds.PanelSessions(head.UserId), "afterbegin", await flows.SessionAsync(new FlowSessionView(head, [])));

    private static byte[] Into(string target, string swap, byte[] html)
    {
        var open = Encoding.UTF8.GetBytes($"<hx-partial hx-target=\"#{target}\" hx-swap=\"{swap}\">");
        return [.. open, .. html, .. "</hx-partial>"u8];
    }
}
