using System.Text.Json;
using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

/// <summary>Tools, calls and results on their way to a model.</summary>
public abstract class ToolRequestTests(string provider) : ModelServerTests(provider)
{
    private static readonly ChatMessage Question = new(ChatRole.User, "What is up?");

    [Fact]
    public async Task Tools_are_declared_with_their_own_schemas()
    {
        await App.HearAsync(new AssistantRequest([], [Question], [DeclaredTool.Echo, DeclaredTool.Sum]));

        var tools = Asked.Tools;
        tools.Select(tool => (tool.Name, tool.Description)).ShouldBe([("everything_echo", "Says it again."), ("everything_get-sum", "Adds.")]);
        JsonElement.DeepEquals(tools[0].Schema, JsonElement.Parse(DeclaredTool.EchoSchema)).ShouldBeTrue(tools[0].Schema.ToString());
    }

    [Fact]
    public async Task Nothing_is_said_about_tools_when_there_are_none()
    {
        await App.HearAsync();

        Asked.Body.TryGetProperty("tools", out _).ShouldBeFalse();
        Asked.Body.TryGetProperty("tool_choice", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("true", """{"type":"object","properties":{}}""")]
    [InlineData("{}", """{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"array","items":{}}""", """{"type":"object","properties":{},"items":{}}""")]
    [InlineData("""{"properties":[],"required":"a","anyOf":[{}],"description":7}""", """{"type":"object","properties":{},"description":7}""")]
    [InlineData("""{"properties":{"a":{"enum":["\ud83d"],"description":["x"]}},"required":["a"]}""", """{"type":"object","properties":{"a":{"enum":["\uFFFD"],"description":["x"]}},"required":["a"]}""")]
    public async Task A_schema_that_the_server_would_refuse_is_mended(string schema, string sent)
    {
        var heard = await App.HearAsync(new AssistantRequest([], [Question], [DeclaredTool.Named("odd", "lone \ud83d", schema)]));

        heard.Failure.ShouldBeNull();
        var tool = Asked.Tools.ShouldHaveSingleItem();
        tool.Description.ShouldBe("lone \uFFFD");
        JsonElement.DeepEquals(tool.Schema, JsonElement.Parse(sent)).ShouldBeTrue(tool.Schema.ToString());
    }

    [Fact]
    public async Task A_schema_that_is_nested_too_deeply_is_left_out()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"properties":""", 60)) + "{}" + new string('}', 60);

        var heard = await App.HearAsync(new AssistantRequest([], [Question], [DeclaredTool.Named("deep", schema: deep)]));

        heard.Failure.ShouldBeNull();
        Asked.Tools.ShouldHaveSingleItem().Schema.GetProperty("properties").EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_and_results_go_back_in_order()
    {
        await App.HearAsync(Continued(
            new(ChatRole.Assistant, [new TextContent("Let me see."), Call("call_1", "everything_echo", """{"message":"😀 \"hi\""}"""), Call("call_2", "everything_get-sum", "")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "Echo: 😀\ud83d")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_2", "") { Exception = new InvalidOperationException("inside") }]),
            new(ChatRole.Assistant, [Call("call_3", "everything_echo", "not JSON")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_3", "The arguments are no JSON object.")])));

        Asked.ToolCalls.Select(call => (call.Id, call.Name, call.Arguments.GetRawText().Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal).Replace("\\u0022", "\\\"", StringComparison.Ordinal)))
            .ShouldBe([("call_1", "everything_echo", """{"message":"😀 \"hi\""}"""), ("call_2", "everything_get-sum", "{}"), ("call_3", "everything_echo", "{}")]);
        Asked.ToolResults.ShouldBe([new("call_1", "Echo: 😀\uFFFD"), new("call_2", ""), new("call_3", "The arguments are no JSON object.")]);
        Asked.Messages.Where(message => message.Role != "system").ShouldBe(SentMessages);
        Asked.Body.GetRawText().ShouldNotContain("inside");
    }

    [Fact]
    public async Task A_call_and_its_result_bring_an_answer_with_its_own_usage()
    {
        App.Server.NextCalls(("call_1", "everything_echo", """{"message":"hi"}""")).NextAnswer("It ", "says ", "hi.");

        var first = await App.HearAsync(new AssistantRequest([], [Question], [DeclaredTool.Echo]));
        var second = await App.HearAsync(Continued(
            new(ChatRole.Assistant, [.. first.ToolCalls]), new(ChatRole.Tool, [new FunctionResultContent(first.ToolCalls[0].CallId, "hi")])));

        second.Text.ShouldBe("It says hi.");
        (first.Summary!.TokensInput, first.Summary.TokensOutput).ShouldBe((11, 1));
        second.Summary.ShouldBe(new AnswerSummary("fake-model", 11, 3, UsageEstimated: false, "stop"));
        App.Server.Requests[1].ToolResults.ShouldBe([new("call_1", "hi")]);
    }

    [Fact]
    public async Task Arguments_of_a_call_that_was_made_elsewhere_are_sent_as_JSON()
    {
        await App.HearAsync(Continued(
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "everything_get-sum", new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = 1, ["b"] = null })]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", JsonElement.Parse("""{"sum":1}"""))])));

        Asked.ToolCalls.ShouldHaveSingleItem().Arguments.GetRawText().ShouldBe("""{"a":1,"b":null}""");
        Asked.ToolResults.ShouldHaveSingleItem().Text.ShouldBe("""{"sum":1}""");
    }

    /// <summary>Roles and texts of <see cref="Calls_and_results_go_back_in_order"/> on the wire.</summary>
    private protected abstract (string Role, string Text)[] SentMessages { get; }

    private protected ModelRequest Asked => App.Server.Requests.ShouldHaveSingleItem();

    private protected static FunctionCallContent Call(string id, string name, string arguments) => ToolCallArguments.Call(id, name, arguments);

    private protected static AssistantRequest Continued(params ChatMessage[] messages) =>
        new([], [Question, .. messages], [DeclaredTool.Echo, DeclaredTool.Sum]);
}

public sealed class OpenAIToolRequestTests() : ToolRequestTests(AssistantProviders.OpenAI)
{
    private protected override (string Role, string Text)[] SentMessages =>
    [
        ("user", "What is up?"), ("assistant", "Let me see."), ("tool", "Echo: 😀\uFFFD"), ("tool", ""),
        ("assistant", ""), ("tool", "The arguments are no JSON object."),
    ];

    [Fact]
    public async Task A_tool_is_declared_in_the_provider_s_own_words()
    {
        await App.HearAsync(new AssistantRequest([], [new(ChatRole.User, "What is up?")], [DeclaredTool.Named("plain")]));

        var tool = Asked.Body.GetProperty("tools")[0];
        JsonElement.DeepEquals(tool, JsonElement.Parse("""{"type":"function","function":{"name":"plain","parameters":{"type":"object","properties":{}}}}"""))
            .ShouldBeTrue(tool.GetRawText());
    }

    [Fact]
    public async Task A_call_goes_back_in_the_provider_s_own_words()
    {
        await App.HearAsync(Continued(
            new(ChatRole.Assistant, [Call("call_1", "everything_echo", """{ "message": "hi" }""")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "Echo: hi")])));

        var messages = Asked.Body.GetProperty("messages");
        var call = messages[2].GetProperty("tool_calls")[0];
        JsonElement.DeepEquals(call, JsonElement.Parse("""{"id":"call_1","type":"function","function":{"name":"everything_echo","arguments":"{ \"message\": \"hi\" }"}}"""))
            .ShouldBeTrue(call.GetRawText());
        messages[3].GetProperty("tool_call_id").GetString().ShouldBe("call_1");
    }
}

public sealed class AnthropicToolRequestTests() : ToolRequestTests(AssistantProviders.Anthropic)
{
    // All results of one assistant turn stand in the next turn of the user.
    private protected override (string Role, string Text)[] SentMessages =>
        [("user", "What is up?"), ("assistant", "Let me see."), ("user", ""), ("assistant", ""), ("user", "")];

    [Fact]
    public async Task A_tool_is_declared_in_the_provider_s_own_words()
    {
        await App.HearAsync(new AssistantRequest([], [new(ChatRole.User, "What is up?")], [DeclaredTool.Named("plain")]));

        var tool = Asked.Body.GetProperty("tools")[0];
        JsonElement.DeepEquals(tool, JsonElement.Parse("""{"name":"plain","input_schema":{"type":"object","properties":{}}}"""))
            .ShouldBeTrue(tool.GetRawText());
    }

    [Fact]
    public async Task Results_go_back_together_and_say_whether_they_are_errors()
    {
        await App.HearAsync(Continued(
            new(ChatRole.Assistant, [Call("call_1", "everything_echo", "{}"), Call("call_2", "everything_echo", "{}")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "fine")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_2", "broken") { Exception = new InvalidOperationException("inside") }])));

        var blocks = Asked.Body.GetProperty("messages")[2].GetProperty("content").EnumerateArray().ToList();
        blocks.Select(block => (block.GetProperty("tool_use_id").GetString(), block.GetProperty("content").GetString(), block.GetProperty("is_error").GetBoolean()))
            .ShouldBe([("call_1", "fine", false), ("call_2", "broken", true)]);
    }
}
