namespace Omni2.Web.Mcp.Connections;

/// <summary>The words for the state of a server.</summary>
internal static class ServerStates
{
    public const string Connected = "connected";
    public const string Connecting = "connecting";
    public const string Failed = "failed";
    public const string Disabled = "disabled";
}

/// <summary>How it stands with a server.</summary>
/// <param name="State">A word of <see cref="ServerStates"/>.</param>
/// <param name="Reason">Why it failed, or what of a connected server was left out; null when there is nothing to say.</param>
/// <param name="Since">Since when it is in this state.</param>
/// <param name="Tools">Those of a connected server.</param>
internal sealed record ConnectionState(string State, string? Reason, DateTimeOffset Since, IReadOnlyList<ServerTool> Tools);
