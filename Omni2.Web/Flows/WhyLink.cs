namespace Omni2.Web.Flows;

/// <summary>Where an administrator sees the decision behind a refused checkpoint.</summary>
internal static class WhyLink
{
    /// <summary>Null for a checkpoint that was not refused by a rule.</summary>
    public static string? Of(FlowEvent flowEvent)
    {
        if (flowEvent.Text("status") != FlowStatus.Refused || flowEvent.Text("rule").Length == 0)
        {
            return null;
        }

        var tool = flowEvent.Type == FlowEventType.ToolResult
            ? $"&mcp={Uri.EscapeDataString(flowEvent.Text("mcp"))}&tool={Uri.EscapeDataString(flowEvent.Text("tool"))}"
            : "";
        return $"/admin/access?user={flowEvent.Session.UserId}{tool}";
    }
}
