using System.Text.Json;
using System.Text.Json.Serialization;
using Omni2.Web.Conversations;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat;

/// <summary>What the server sends over <c>/ws/chat</c>, as UTF-8 JSON.</summary>
internal static class ChatFrames
{
    public static readonly byte[] Pong = Bytes(new { Type = "pong" });

    /// <param name="text">The greeting.</param>
    /// <param name="conversationId">The conversation this socket speaks for.</param>
    /// <param name="running">An answer is running: a <c>resumed</c> frame follows.</param>
    public static byte[] Welcome(string text, Guid? conversationId, bool running) =>
        Bytes(new { Type = "welcome", Text = text, ConversationId = conversationId, Running = running });

    public static byte[] Resumed(Guid sessionId, string textSoFar) => Bytes(new { Type = "resumed", SessionId = sessionId, Text = textSoFar });

    public static byte[] Token(string text) => Bytes(new { Type = "token", Text = text });

    /// <param name="call">The call.</param>
    /// <param name="preview">The beginning of its arguments, for a line on the page.</param>
    public static byte[] ToolCall(ToolCall call, string preview) =>
        Bytes(new { Type = "tool_call", call.Mcp, call.Tool, call.CallId, Preview = preview });

    /// <param name="call">The call, ended.</param>
    /// <param name="sessionId">With the call's id it names what may be read of it.</param>
    /// <param name="reason">Why it was refused, in plain words; null when it was not.</param>
    public static byte[] ToolResult(ToolCall call, Guid sessionId, string? reason) =>
        Bytes(new { Type = "tool_result", call.CallId, call.Status, call.DurationMs, SessionId = sessionId, Reason = reason });

    /// <param name="call">The call that waits.</param>
    /// <param name="arguments">What it would be called with.</param>
    /// <param name="expiresAt">Until when it waits, in Unix seconds.</param>
    public static byte[] ApprovalRequired(ToolCall call, JsonElement arguments, DateTimeOffset expiresAt) =>
        Bytes(new { Type = "approval_required", call.CallId, call.Mcp, call.Tool, Arguments = arguments, ExpiresAt = expiresAt.ToUnixTimeSeconds() });

    public static byte[] Done(ChatResult result) => Bytes(new { Type = "done", Result = result });

    /// <param name="code">A word of <see cref="ChatErrors"/>.</param>
    /// <param name="sentence">What happened and what to do.</param>
    /// <param name="sessionId">The session this ends; null when it ends none.</param>
    public static byte[] Error(string code, string sentence, Guid? sessionId = null) =>
        Bytes(new { Type = "error", Code = code, Error = sentence, SessionId = sessionId });

    private static byte[] Bytes<T>(T frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Wire.Json);
}

/// <summary>The result of an answered message, in a <c>done</c> frame; only an estimate is marked.</summary>
internal sealed record ChatResult(
    Guid SessionId,
    Guid? ConversationId,
    string Answer,
    string Model,
    long TokensInput,
    long TokensOutput,
    decimal CostUsd,
    int ToolCalls,
    IReadOnlyList<string> ToolsUsed,
    int Iterations,
    long DurationMs,
    bool Stopped,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool UsageEstimated);
