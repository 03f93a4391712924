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
    public void A_conversation_ends_with_the_question()
    {
        Should.Throw<ArgumentException>(() => ConversationWindow.Of([], 100));
        Should.Throw<ArgumentException>(() => ConversationWindow.Of([A("answer", 40)], 100));
    }

    [Fact]
    public void Text_that_JSON_cannot_carry_is_replaced() =>
        ConversationWindow.Of([new(ChatRole.User, "a\ud83db\0")], 100)[^1].Text.ShouldBe("a\uFFFDb\uFFFD");

    private static ChatMessage U(string name, int length) => new(ChatRole.User, name.PadRight(length, '.'));

    private static ChatMessage A(string name, int length) => new(ChatRole.Assistant, name.PadRight(length, '.'));

    private static List<string> Window(int historyTokens, params ChatMessage[] conversation)
    {
        var window = ConversationWindow.Of(conversation, historyTokens);
        window[0].Role.ShouldBe(ChatRole.System);
        return [.. window.Skip(1).Select(message => message.Text.TrimEnd('.'))];
    }
}
