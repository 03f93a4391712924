namespace Omni2.Web.Chat;

/// <summary>The words of an error frame's <c>code</c>.</summary>
internal static class ChatErrors
{
    public const string InvalidJson = "invalid_json";
    public const string InvalidMessage = "invalid_message";
    public const string Busy = "busy";
    public const string UsageLimit = "usage_limit";
    public const string RateLimit = "rate_limit";
    public const string IterationsExceeded = "iterations_exceeded";
    public const string Blocked = "blocked";
    public const string LlmUnavailable = "llm_unavailable";
    public const string LlmTimeout = "llm_timeout";
    public const string Internal = "internal";
}
