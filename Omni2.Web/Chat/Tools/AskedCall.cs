using System.Text.Json;
using Microsoft.Extensions.AI;
using Omni2.Web.Access;
using Omni2.Web.Assistant;
using Omni2.Web.Conversations;
using Omni2.Web.Flows;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat.Tools;

/// <summary>A call as the model asked for it, and what it names.</summary>
/// <param name="Asked">The model's own words.</param>
/// <param name="Call">As it is stored.</param>
/// <param name="Tool">The tool that the name stands for; null when the model was told of no such tool.</param>
/// <param name="Arguments">The JSON object; null when the model gave something else.</param>
internal sealed record AskedCall(FunctionCallContent Asked, ToolCall Call, CatalogueTool? Tool, JsonElement? Arguments)
{
    private const int LongestUnknownName = 64;
    private const int LongestPreview = 160;
    private const string NoServer = "unknown";

    /// <summary>The beginning of the arguments, in one line.</summary>
    public string Preview => PreviewOf(Call.Arguments);

    public static string PreviewOf(string arguments)
    {
        var line = string.Join(' ', arguments.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestPreview ? line : CleanText.Of(line[..LongestPreview]) + "…";
    }

    public static AskedCall Of(FunctionCallContent asked, string callId, TurnTools tools, FlowSessionHead head, DateTimeOffset now)
    {
        var tool = tools.ByModelName.GetValueOrDefault(asked.Name);
        var call = new ToolCall
        {
            SessionId = head.SessionId,
            ConversationId = head.ConversationId,
            UserId = head.UserId,
            CallId = callId,
            Mcp = tool?.Server ?? NoServer,
            Tool = tool?.Name ?? Unknown(asked.Name),
            Arguments = ToolCallArguments.JsonOf(asked),
            Status = ToolCallStatus.Running,
            CreatedAt = now,
        };
        return new AskedCall(asked, call, tool, asked.Exception is null ? Object(call.Arguments) : null);
    }

    // A name that the model made up is its own words; what could be a name of a tool is left of it.
    private static string Unknown(string name) =>
        string.Concat(name.Take(LongestUnknownName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_')) is { Length: > 0 } plain ? plain : NoServer;

    private static JsonElement? Object(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
