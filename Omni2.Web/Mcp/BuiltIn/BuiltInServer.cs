using Omni2.Web.Identity;

namespace Omni2.Web.Mcp.BuiltIn;

/// <summary>The MCP server that is always there: about the time, and about the asking person's own use of Omni2.</summary>
internal static class BuiltInServer
{
    public const string Name = FirstUsers.BuiltInMcpServer;

    public const string Description = "Built in: the time, and the asking person’s own usage and conversations.";

    /// <summary>The member of a request's <c>_meta</c> that says for whom a call is made. Set by this process only: models write arguments, not requests.</summary>
    public const string CallerMember = "omni2/caller";
}
