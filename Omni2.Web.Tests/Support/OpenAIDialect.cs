namespace Omni2.Web.Tests.Support;

/// <summary>Chat completions.</summary>
internal sealed class OpenAIDialect : ModelDialect
{
    private const string Head = "\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1795172707,\"model\":\"" + FakeModelServer.Model + "\"";

    public override string KeepAlive => ": still here\n\n";

    public override string End => "data: [DONE]\n\n";

    /// <summary>One chunk with a <c>delta</c> exactly as given.</summary>
    public static string Delta(string delta) => Chunk(delta, "null");

    public override string Opening(int input = 0) => Delta("""{"role":"assistant","content":""}""");

    public override string Text(string json) => Delta($$"""{"content":{{json}}}""");

    public override string Finish(string reason, int output = 0) => Chunk("{}", $"\"{reason}\"");

    public override string Usage(int input, int output) =>
        $$$"""data: {{{{Head}}},"choices":[],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""" + "\n\n";

    public override string Ending(int input, int output) => Finish("stop") + Usage(input, output);

    private static string Chunk(string delta, string finishReason) =>
        $$"""data: {{{Head}},"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finishReason}}}]}""" + "\n\n";
}
