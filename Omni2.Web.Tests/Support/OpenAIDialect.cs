namespace Omni2.Web.Tests.Support;

/// <summary>Chat completions.</summary>
internal sealed class OpenAIDialect : ModelDialect
{
    private const string Head = "\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1795172707,\"model\":\"" + FakeModelServer.Model + "\"";

    public override string KeepAlive => ": still here\n\n";

    public override string End => "data: [DONE]\n\n";

    /// <summary>One chunk with a <c>delta</c> exactly as given.</summary>
    public static string Delta(string delta) => Chunk(delta, "null");

    /// <summary>One chunk with an element of <c>tool_calls</c> exactly as given.</summary>
    public static string ToolPiece(string piece) => Delta($$"""{"tool_calls":[{{piece}}]}""");

    /// <summary>One chunk with a <c>delta</c> and a <c>finish_reason</c> exactly as given.</summary>
    public static string Chunk(string delta, string finishReason) =>
        $$"""data: {{{Head}},"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finishReason}}}]}""" + "\n\n";

    public override string Opening(int input = 0) => Delta("""{"role":"assistant","content":""}""");

    public override string Text(string json) => Delta($$"""{"content":{{json}}}""");

    public override string OpeningOfToolCalls(int input = 0) => Delta("""{"role":"assistant","content":null}""");

    public override string TextEnd() => "";

    public override string ToolCall(int index, string? id, string name, bool afterText) => ToolPiece(
        $$$"""{"index":{{{index}}},{{{Id(id)}}}"type":"function","function":{"name":{{{Json(name)}}},"arguments":""}}""");

    public override string ToolArguments(int index, string json, bool afterText) =>
        ToolPiece($$$"""{"index":{{{index}}},"function":{"arguments":{{{json}}}}}""");

    public override string ToolCallEnd(int index, bool afterText) => "";

    public override string Reason(string reason, int output = 0) => Chunk("{}", $"\"{reason}\"");

    public override string Usage(int input, int output) =>
        $$$"""data: {{{{Head}}},"choices":[],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""" + "\n\n";

    public override string Ending(int input, int output) => Finish("stop") + Usage(input, output);

    private static string Id(string? id) => id is null ? "" : $"\"id\":{Json(id)},";
}
