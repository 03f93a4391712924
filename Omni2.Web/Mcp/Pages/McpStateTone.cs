using Omni2.Web.Mcp.Connections;

namespace Omni2.Web.Mcp.Pages;

/// <summary>The look of a server's state; the word stands beside it.</summary>
internal static class McpStateTone
{
    public static string Of(string state) => state switch
    {
        ServerStates.Connected => "passed",
        ServerStates.Connecting => "model is-live",
        ServerStates.Failed => "refused",
        _ => "neutral",
    };
}
