using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class UserTurnsTests
{
    [Fact]
    public void What_tools_said_and_what_the_user_said_behind_it_become_one_turn()
    {
        var turns = UserTurns.Merge([
            new(ChatRole.User, "One"), new(ChatRole.User, "Two"),
            new(ChatRole.Assistant, [new FunctionCallContent("1", "echo"), new FunctionCallContent("2", "echo")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "a")]), new(ChatRole.Tool, [new FunctionResultContent("2", "b")]),
            new(ChatRole.User, "Three"), new(ChatRole.User, "Four")]);

        turns.Select(turn => turn.Role).ShouldBe([ChatRole.User, ChatRole.Assistant, ChatRole.User]);
        turns[0].Text.ShouldBe("One\n\nTwo");
        turns[2].Contents.OfType<FunctionResultContent>().Select(result => result.Result).ShouldBe(["a", "b"]);
        turns[2].Contents.OfType<TextContent>().Select(text => text.Text).ShouldBe(["Three", "Four"]);
    }
}
