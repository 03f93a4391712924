namespace Omni2.Web.Assistant;

internal enum AssistantFailureReason
{
    /// <summary>The provider refused, broke off or could not be understood (<c>llm_unavailable</c>).</summary>
    Unavailable,

    /// <summary>The provider was silent or took too long (<c>llm_timeout</c>).</summary>
    Timeout,
}

/// <summary>No answer, or only the part already streamed. The message is written for the person who asked.</summary>
/// <remarks>It has no inner exception: the provider's text may repeat the key or what people wrote.</remarks>
internal sealed class AssistantException(AssistantFailureReason reason, string message) : Exception(message)
{
    public AssistantFailureReason Reason { get; } = reason;
}
