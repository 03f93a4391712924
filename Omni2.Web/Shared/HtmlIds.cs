namespace Omni2.Web.Shared;

/// <summary>The ids of elements that fragments find each other by.</summary>
internal static class HtmlIds
{
    public static string Panel(int userId) => $"panel-{userId}";

    public static string PanelSessions(int userId) => $"panel-{userId}-sessions";

    public static string PanelLeft(int userId) => $"panel-{userId}-left";

    public static string Session(Guid sessionId) => $"session-{sessionId}";

    public static string SessionHead(Guid sessionId) => $"session-{sessionId}-head";

    public static string SessionTime(Guid sessionId) => $"session-{sessionId}-time";

    public static string SessionEvents(Guid sessionId) => $"session-{sessionId}-events";

    public static string Node(Guid nodeId) => $"node-{nodeId}";

    /// <summary>A flow of a comparison; its label is a letter.</summary>
    public static string ComparedFlow(string label) => $"flow-{label}";

    public static string Answer(Guid sessionId) => $"answer-{sessionId}";
}
