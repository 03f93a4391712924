using System.Text.Encodings.Web;
using System.Text.Json;

namespace Omni2.Web.Tests.Support;

/// <summary>How one kind of model server streams an answer: every member is the text of whole events.</summary>
internal abstract class ModelDialect
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What shows only that the server is still there.</summary>
    public abstract string KeepAlive { get; }

    /// <summary>The end mark.</summary>
    public abstract string End { get; }

    public static ModelDialect Of(ModelRequest request) =>
        request.RequestLine.Contains("/messages ", StringComparison.Ordinal) ? new AnthropicDialect() : new OpenAIDialect();

    /// <summary>A text as a JSON string, its characters not escaped.</summary>
    public static string Json(string text) => JsonSerializer.Serialize(text, Plain);

    /// <summary>What comes before the first text.</summary>
    public abstract string Opening(int input = 0);

    /// <summary>A piece of the answer, given as a JSON string.</summary>
    public abstract string Text(string json);

    /// <summary>The end of the text, and the reason: <c>stop</c>, <c>length</c>, <c>content_filter</c>, <c>tool_calls</c>, or one of the dialect's own words.</summary>
    public string Finish(string reason, int output = 0) => TextEnd() + Reason(reason, output);

    /// <summary>What comes before the first tool call of an answer that says nothing.</summary>
    public abstract string OpeningOfToolCalls(int input = 0);

    /// <summary>What comes between the text and the first tool call.</summary>
    public abstract string TextEnd();

    /// <summary>The start of a tool call.</summary>
    /// <param name="index">Which call of the answer, from 0.</param>
    /// <param name="id">Null: left out.</param>
    /// <param name="name">The tool.</param>
    /// <param name="afterText">Whether the answer said something before.</param>
    public abstract string ToolCall(int index, string? id, string name, bool afterText);

    /// <summary>A piece of a tool call's arguments, given as a JSON string.</summary>
    public abstract string ToolArguments(int index, string json, bool afterText);

    public abstract string ToolCallEnd(int index, bool afterText);

    /// <summary>The reason alone.</summary>
    public abstract string Reason(string reason, int output = 0);

    /// <summary>Usage that comes after the reason.</summary>
    public abstract string Usage(int input, int output);

    /// <summary>The body of a whole good answer.</summary>
    public string Answer(params string[] chunks) =>
        Opening(11) + string.Concat(chunks.Select(chunk => Text(Json(chunk)))) + Ending(11, chunks.Length) + End;

    /// <summary>Reason and usage as the genuine server sends them.</summary>
    public abstract string Ending(int input, int output);
}
