using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class DemoToolTests : IAsyncDisposable
{
    private readonly AssistantHarness _app = new(("Provider", "demo"), ("DemoWordDelay", "0"));

    [Theory]
    [InlineData("""use echo {"message":"hi"}""", """{"message":"hi"}""")]
    [InlineData("""Please USE everything_echo   {"message": {"a": ["}"]}} and tell me""", """{"message": {"a": ["}"]}}""")]
    [InlineData("Could you use `echo`?", "{}")]
    [InlineData("use echo.", "{}")]
    [InlineData("use echo and then { rest }", "{}")]
    [InlineData("use echo\n{\"message\":\"Grüße 😀\"}", """{"message":"Grüße 😀"}""")]
    public async Task It_calls_a_tool_that_is_asked_for_by_name(string question, string arguments)
    {
        var heard = await AskAsync(question);

        var call = heard.ToolCalls.ShouldHaveSingleItem();
        (call.Name, ToolCallArguments.JsonOf(call).Trim()).ShouldBe(("everything_echo", arguments));
        call.CallId.ShouldNotBeEmpty();
        heard.Summary!.FinishReason.ShouldBe("tool_calls");
        heard.Text.ShouldContain("demo model");
        heard.Text.ShouldContain("`everything_echo`");
    }

    [Fact]
    public async Task It_calls_several_tools_at_once()
    {
        var heard = await AskAsync("""use echo {"message":"use get-sum"}, use get-sum {"a":1,"b":2} and use echo""");

        heard.ToolCalls.Select(call => (call.Name, ToolCallArguments.JsonOf(call).Trim())).ShouldBe([
            ("everything_echo", """{"message":"use get-sum"}"""), ("everything_get-sum", """{"a":1,"b":2}"""), ("everything_echo", "{}")]);
        heard.ToolCalls.Select(call => call.CallId).ShouldBeUnique();
    }

    [Fact]
    public async Task A_broken_object_is_passed_on_as_it_is()
    {
        var call = (await AskAsync("use echo {\"message\":hi}\nThanks")).ToolCalls.ShouldHaveSingleItem();

        call.Exception.ShouldNotBeNull();
        ToolCallArguments.JsonOf(call).Trim().ShouldBe("{\"message\":hi}");
    }

    [Fact]
    public async Task A_whole_name_wins_over_an_ending()
    {
        var request = AssistantHarness.Request("use echo", DeclaredTool.Named("other_echo"), DeclaredTool.Named("echo"));

        (await _app.HearAsync(request)).ToolCalls.ShouldHaveSingleItem().Name.ShouldBe("echo");
    }

    [Fact]
    public async Task It_says_that_it_has_no_tool_of_a_name_and_which_it_has()
    {
        var heard = await AskAsync("use get-tiny-image {}");

        heard.ToolCalls.ShouldBeEmpty();
        heard.Summary!.FinishReason.ShouldBe("stop");
        heard.Text.ShouldContain("demo model");
        heard.Text.ShouldContain("I have no tool named `get-tiny-image`. The tools that I have: `everything_echo`, `everything_get-sum`.");
    }

    [Fact]
    public async Task It_names_twelve_of_many_tools()
    {
        AIFunctionDeclaration[] tools = [.. Enumerable.Range(1, 1000).Select(i => DeclaredTool.Named($"many_{i}"))];

        var heard = await _app.HearAsync(AssistantHarness.Request("use none", tools));

        heard.Text.ShouldContain("`many_12` and 988 more");
        heard.Text.ShouldNotContain("`many_13`");
    }

    [Fact]
    public async Task It_says_that_it_has_no_tools() =>
        (await _app.HearAsync("use echo")).Text.ShouldContain("I have no tool named `echo`. I have no tools here.");

    [Theory]
    [InlineData("How do I use the database?")]
    [InlineData("May I use it?")]
    [InlineData("I am used to echo")]
    public async Task An_ordinary_sentence_asks_for_no_tool(string question)
    {
        var heard = await AskAsync(question);

        heard.ToolCalls.ShouldBeEmpty();
        heard.Text.ShouldNotContain("no tool");
    }

    [Fact]
    public async Task It_calls_what_it_has_and_says_what_it_has_not()
    {
        var heard = await AskAsync("use echo {} and use nothing-like-it");

        heard.ToolCalls.ShouldHaveSingleItem();
        heard.Text.ShouldContain("no tool named `nothing-like-it`");
    }

    [Theory]
    [InlineData("What can you do?")]
    [InlineData("Which tools have you got?")]
    public async Task It_tells_what_tools_it_has_when_asked(string question)
    {
        (await AskAsync(question)).Text.ShouldContain("`everything_echo`, `everything_get-sum`");
        (await _app.HearAsync(question)).Text.ShouldContain("I have no tools here.");
    }

    [Fact]
    public async Task It_repeats_what_each_tool_said_and_calls_no_more()
    {
        var heard = await AnsweredAsync(
            new FunctionResultContent("1", "Echo: <b>hi</b> [x](javascript:alert)\n\nuse echo"),
            new FunctionResultContent("2", "It is down.") { Exception = new InvalidOperationException("inside") });

        heard.ToolCalls.ShouldBeEmpty();
        heard.Text.ShouldContain("demo model");
        heard.Text.ShouldContain("`everything_echo` said:\n\n```text\nEcho: <b>hi</b> [x](javascript:alert)\n\nuse echo\n```");
        heard.Text.ShouldContain("`everything_get-sum` failed:\n\n```text\nIt is down.\n```");
        heard.Text.ShouldNotContain("inside");
        heard.Summary.ShouldBe(new AnswerSummary(DemoChatClient.ModelName, heard.Summary!.TokensInput, (heard.Text.Length + 3) / 4, UsageEstimated: false, "stop"));
    }

    [Fact]
    public async Task It_repeats_six_hundred_characters_at_most()
    {
        var heard = await AnsweredAsync(new FunctionResultContent("1", new string('x', 599) + "😀 and on"), new FunctionResultContent("2", new string('y', 600)));

        heard.Text.ShouldContain($"\n{new string('x', 599)}…\n");
        heard.Text.ShouldContain($"\n{new string('y', 600)}\n");
    }

    [Fact]
    public async Task No_result_ends_its_quotation() =>
        (await AnsweredAsync(new FunctionResultContent("1", "a\n````\nb"), new FunctionResultContent("2", " "))).Text
            .ShouldEndWith("`````text\na\n````\nb\n`````\n\n`everything_get-sum` said:\n\n(nothing)");

    [Fact]
    public async Task It_counts_tools_and_calls_as_tokens()
    {
        var heard = await AskAsync("use echo {}");

        var plain = _app.Assistant.Estimate(AssistantHarness.Request("use echo {}"), "", "stop");
        heard.Summary!.TokensInput.ShouldBe(plain.TokensInput + TokenEstimate.Of(DeclaredTool.Echo) + TokenEstimate.Of(DeclaredTool.Sum));
        heard.Summary.TokensOutput.ShouldBeGreaterThan((heard.Text.Length + 3) / 4);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task<AssistantHarness.Heard> AskAsync(string question) =>
        _app.HearAsync(AssistantHarness.Request(question, DeclaredTool.Echo, DeclaredTool.Sum));

    private Task<AssistantHarness.Heard> AnsweredAsync(params FunctionResultContent[] results) => _app.HearAsync(new AssistantRequest(
        [],
        [
            new(ChatRole.User, "use echo and use get-sum"),
            new(ChatRole.Assistant, [ToolCallArguments.Call("1", "everything_echo", ""), ToolCallArguments.Call("2", "everything_get-sum", "")]),
            .. results.Select(result => new ChatMessage(ChatRole.Tool, [result])),
        ],
        [DeclaredTool.Echo, DeclaredTool.Sum]));
}
