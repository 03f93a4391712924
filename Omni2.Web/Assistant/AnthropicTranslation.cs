using System.Text.Json;
using Anthropic.Exceptions;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>What the SDK of the Messages API says, in the words used here.</summary>
internal static class AnthropicTranslation
{
    private static readonly ChatFinishReason[] Known =
        [ChatFinishReason.Stop, ChatFinishReason.Length, ChatFinishReason.ContentFilter, ChatFinishReason.ToolCalls];

    /// <summary>The SDK passes on stop reasons that it does not know, letter by letter.</summary>
    public static ChatFinishReason FinishReason(ChatFinishReason reason) => Known.Contains(reason) ? reason : ChatFinishReason.Stop;

    /// <summary>The HTTP status that an error would have had before the stream began.</summary>
    public static int Status(AnthropicSseException error) => ErrorType(error.Body) switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "billing_error" => 402,
        "permission_error" => 403,
        "not_found_error" => 404,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        "timeout_error" => 504,
        "overloaded_error" => 529,
        _ => 500,
    };

    // The SDK's own property for it throws when it is no string.
    private static string? ErrorType(JsonElement body) =>
        Member(Member(body, "error"), "type") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
}
