using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class ConversationWindowTests
{
    [Fact]
    public void The_newest_messages_that_fit_go_with_the_question() =>
        Window(30, U("first", 40), A("second", 40), U("third", 40), A("fourth", 40), U("question", 4000))
            .ShouldBe(["third", "fourth", "question"]);

    [Fact]
    public void A_window_never_starts_with_the_assistant() =>
        Window(10, U("first", 40), A("second", 40), U("question", 40)).ShouldBe(["question"]);

    [Fact]
    public void A_message_is_sent_whole_or_not_at_all() =>
        Window(20, U("small", 4), U("large", 400), A("fits", 40), U("question", 40)).ShouldBe(["question"]);

    [Fact]
    public void The_question_is_sent_even_without_room_for_history() =>
        Window(0, U("first", 40), A("second", 40), U("question", 40)).ShouldBe(["question"]);

    [Fact]
    public void Empty_answers_are_left_out() =>
        Window(100, U("first", 40), new(ChatRole.Assistant, ""), U("question", 40)).ShouldBe(["first", "question"]);

    [Fact]
    public void A_turn_begins_with_the_question()
    {
        Should.Throw<ArgumentException>(() => ConversationWindow.Of(new([U("first", 40)], [], []), 100));
        Should.Throw<ArgumentException>(() => ConversationWindow.Of(new([], [A("answer", 40)], []), 100));
    }

    [Fact]
    public void A_turn_is_never_cut()
    {
        ChatMessage[] turn =
        [
            U("question", 4000),
            new(ChatRole.Assistant, [new TextContent("Let me see."), Call("call_1", "echo")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", new string('x', 4000))]),
        ];

        var window = ConversationWindow.Of(new([U("first", 40), A("second", 40)], turn, []), 10);

        window.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool]);
        window[^1].Contents.ShouldHaveSingleItem().ShouldBeOfType<FunctionResultContent>().Result.ShouldBe(new string('x', 4000));
    }

    [Fact]
    public void Calls_and_their_results_stand_together()
    {
        ChatMessage[] turn =
        [
            U("question", 40), new(ChatRole.Assistant, [Call("call_1", "echo")]), new(ChatRole.Assistant, [Call("call_2", "echo")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "one")]), new(ChatRole.Tool, [new FunctionResultContent("call_2", "two")]),
        ];

        var window = ConversationWindow.Of(new([], turn, []), 10);

        window.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool]);
        window[^2].Contents.OfType<FunctionCallContent>().Select(call => call.CallId).ShouldBe(["call_1", "call_2"]);
        window[^1].Contents.OfType<FunctionResultContent>().Select(result => result.CallId).ShouldBe(["call_1", "call_2"]);
    }

    [Fact]
    public void Text_that_JSON_cannot_carry_is_replaced()
    {
        ChatMessage[] turn =
        [
            new(ChatRole.User, "a\ud83db\0"),
            new(ChatRole.Assistant, [ToolCallArguments.Call("call_1", "echo", "{\"a\ud83d\":\"\\ude00\"}")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "c\ude00")]),
        ];

        var window = ConversationWindow.Of(new([new(ChatRole.User, "\ud83d")], turn, []), 100);

        window[1].Text.ShouldBe("\uFFFD");
        window[2].Text.ShouldBe("a\uFFFDb\uFFFD");
        window[3].Contents.OfType<FunctionCallContent>().Single().Arguments!.Single().ShouldSatisfyAllConditions(
            argument => argument.Key.ShouldBe("a\uFFFD"),
            argument => argument.Value!.ToString().ShouldBe("\uFFFD"));
        window[4].Contents.OfType<FunctionResultContent>().Single().Result.ShouldBe("c\uFFFD");
    }

    [Fact]
    public void A_call_that_no_server_would_take_back_is_repeated_as_one_that_it_takes()
    {
        FunctionCallContent[] calls =
        [
            ToolCallArguments.Call("1", "no such/tool!", "not JSON"), ToolCallArguments.Call("2", "", "[1]"),
            ToolCallArguments.Call("3", new string('n', 200), ""), ToolCallArguments.Call("4", "declared.name", """{"a":1}"""),
        ];

        var window = ConversationWindow.Of(new([], [U("question", 40), new(ChatRole.Assistant, [.. calls])], [DeclaredTool.Named("declared.name")]), 100);

        var sent = window[^1].Contents.OfType<FunctionCallContent>().ToList();
        sent.Select(call => call.Name).ShouldBe(["no_such_tool_", "unnamed", new string('n', 64), "declared.name"]);
        sent.Select(ToolCallArguments.JsonOf).ShouldBe(["{}", "{}", "{}", """{"a":1}"""]);
        sent.ShouldAllBe(call => call.Exception == null && call.Arguments != null);
    }

    [Fact]
    public void Tools_calls_and_results_count_as_tokens()
    {
        var tool = DeclaredTool.Named("12345678", "1234", "{}");
        var call = ToolCallArguments.Call("call_1", "12345678", """{"a":12}""");

        TokenEstimate.Of(tool).ShouldBe(4);
        TokenEstimate.Of(new ChatMessage(ChatRole.Assistant, [new TextContent("1234"), call])).ShouldBe(5);
        TokenEstimate.Of(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_1", "12345678")])).ShouldBe(2);
        TokenEstimate.Of([U("", 4)], [tool, tool]).ShouldBe(9);
    }

    private static FunctionCallContent Call(string id, string name) => ToolCallArguments.Call(id, name, "{}");

    private static ChatMessage U(string name, int length) => new(ChatRole.User, name.PadRight(length, '.'));

    private static ChatMessage A(string name, int length) => new(ChatRole.Assistant, name.PadRight(length, '.'));

    private static List<string> Window(int historyTokens, params ChatMessage[] conversation)
    {
        var window = ConversationWindow.Of(new([.. conversation.SkipLast(1)], [conversation[^1]], []), historyTokens);
        window[0].Role.ShouldBe(ChatRole.System);
        return [.. window.Skip(1).Select(message => message.Text.TrimEnd('.'))];
    }
}
