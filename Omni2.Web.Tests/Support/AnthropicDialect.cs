namespace Omni2.Web.Tests.Support;

/// <summary>The Messages API: named events, a content block for the text and one for each tool call, usage first and last.</summary>
internal sealed class AnthropicDialect : ModelDialect
{
    public override string KeepAlive => Event("ping", """{"type":"ping"}""");

    public override string End => Event("message_stop", """{"type":"message_stop"}""");

    public static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    /// <summary>An error in mid-stream.</summary>
    public static string Error(string type, string message) => Event(
        "error", $$$"""{"type":"error","error":{"type":"{{{type}}}","message":{{{Json(message)}}}}}""");

    public static string MessageStart(int input) => Event(
        "message_start",
        $$$$"""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"{{{{FakeModelServer.Model}}}}","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":{{{{input}}}},"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}""");

    public static string BlockStart(int index, string block) =>
        Event("content_block_start", $$"""{"type":"content_block_start","index":{{index}},"content_block":{{block}}}""");

    public static string BlockDelta(int index, string delta) =>
        Event("content_block_delta", $$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}""");

    public static string BlockStop(int index) => Event("content_block_stop", $$"""{"type":"content_block_stop","index":{{index}}}""");

    public override string Opening(int input = 0) => MessageStart(input) + BlockStart(0, """{"type":"text","text":""}""") + KeepAlive;

    public override string Text(string json) => BlockDelta(0, $$"""{"type":"text_delta","text":{{json}}}""");

    public override string OpeningOfToolCalls(int input = 0) => MessageStart(input) + KeepAlive;

    public override string TextEnd() => BlockStop(0);

    public override string ToolCall(int index, string? id, string name, bool afterText) =>
        BlockStart(Block(index, afterText), $$$"""{"type":"tool_use",{{{Id(id)}}}"name":{{{Json(name)}}},"input":{}}""");

    public override string ToolArguments(int index, string json, bool afterText) =>
        BlockDelta(Block(index, afterText), $$"""{"type":"input_json_delta","partial_json":{{json}}}""");

    public override string ToolCallEnd(int index, bool afterText) => BlockStop(Block(index, afterText));

    public override string Reason(string reason, int output = 0) => MessageDelta($"\"{Own(reason)}\"", $$"""{"output_tokens":{{output}}}""");

    public override string Usage(int input, int output) =>
        MessageDelta("null", $$"""{"input_tokens":{{input}},"output_tokens":{{output}}}""");

    public override string Ending(int input, int output) => Finish("stop", output);

    private static string Id(string? id) => id is null ? "" : $"\"id\":{Json(id)},";

    private static int Block(int index, bool afterText) => afterText ? index + 1 : index;

    private static string MessageDelta(string reason, string usage) => Event(
        "message_delta", $$$"""{"type":"message_delta","delta":{"stop_reason":{{{reason}}},"stop_sequence":null},"usage":{{{usage}}}}""");

    private static string Own(string reason) => reason switch
    {
        "stop" => "end_turn",
        "length" => "max_tokens",
        "content_filter" => "refusal",
        "tool_calls" => "tool_use",
        _ => reason,
    };
}
