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

    /// <summary>The reason: <c>stop</c>, <c>length</c>, <c>content_filter</c>, or one of the dialect's own words.</summary>
    public abstract string Finish(string reason, int output = 0);

    /// <summary>Usage that comes after the reason.</summary>
    public abstract string Usage(int input, int output);

    /// <summary>The body of a whole good answer.</summary>
    public string Answer(params string[] chunks) =>
        Opening(11) + string.Concat(chunks.Select(chunk => Text(Json(chunk)))) + Ending(11, chunks.Length) + End;

    /// <summary>Reason and usage as the genuine server sends them.</summary>
    public abstract string Ending(int input, int output);
}
