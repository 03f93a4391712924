using Omni2.Web.Shared;

namespace Omni2.Web.Flows;

/// <summary>Addresses that stay: of a flow, and of each of its checkpoints.</summary>
internal static class FlowLinks
{
    public static string Flow(Guid sessionId) => $"/analytics/flows/{sessionId}";

    public static string Checkpoint(FlowEvent flowEvent) => $"{Flow(flowEvent.Session.SessionId)}#{HtmlIds.Node(flowEvent.NodeId)}";
}
