using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class ProviderFailureTests(PricedModelApp shared) : IClassFixture<PricedModelApp>
{
    private const string Secret = "provider detail that nobody may see";

    [Theory]
    [InlineData(401, "key")]
    [InlineData(429, "7 seconds")]
    [InlineData(500, "trouble")]
    public async Task A_refusing_provider_ends_the_message_with_one_error(int status, string says)
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        shared.Model.Next(exchange => exchange.StatusAsync(status, $"{{\"error\":{{\"message\":\"{Secret}\"}}}}", ("Retry-After", "7")));

        var error = await OnlyEndAsync(chat);

        error["code"]!.GetValue<string>().ShouldBe("llm_unavailable");
        error["error"]!.GetValue<string>().ShouldContain(says);
        error.ToJsonString().ShouldNotContain(Secret);
        shared.App.Logs.Everything.ShouldNotContain(Secret);
        await IsStoredAsFailedAsync(neo, error, answer: null);
        (await SpentAsync(neo)).ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_breaks_keeps_what_was_said_and_costs_it()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        shared.Model.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("Owls are");
            exchange.Break();
        });

        var error = await OnlyEndAsync(chat);

        error["code"]!.GetValue<string>().ShouldBe("llm_unavailable");
        await IsStoredAsFailedAsync(neo, error, "Owls are");
        (await SpentAsync(neo)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_provider_that_stalls_ends_with_llm_timeout()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var held = shared.Model.NextHeld("Owls are");

        var error = await OnlyEndAsync(chat);

        error["code"]!.GetValue<string>().ShouldBe("llm_timeout");
        await held.ClientGone;
        await IsStoredAsFailedAsync(neo, error, "Owls are");
    }

    [Fact]
    public async Task After_a_failure_the_next_message_is_answered_and_knows_of_it()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        shared.Model.Next(exchange => exchange.StatusAsync(500, "{}"));
        await OnlyEndAsync(chat);

        (await chat.SayAsync("Again"))["type"]!.GetValue<string>().ShouldBe("done");

        shared.Model.Requests[^1].Messages.Skip(1).ShouldBe([("user", "What are owls?"), ("user", "Again")]);
    }

    private static async Task<JsonObject> OnlyEndAsync(ChatConnection chat)
    {
        var end = await chat.SayAsync("What are owls?");
        await chat.SendAsync(new { type = "ping" });
        (await chat.ReceiveAsync())["type"]!.GetValue<string>().ShouldBe("pong");
        return end;
    }

    private async Task IsStoredAsFailedAsync(TestUser person, JsonObject error, string? answer)
    {
        var flow = await shared.App.FlowAsync(error);
        flow.Status.ShouldBe("failed");
        flow.EventTypes.ShouldBe(["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "error"]);
        flow.Data("error")["code"]!.GetValue<string>().ShouldBe(error["code"]!.GetValue<string>());
        (await shared.App.MessagesOfAsync(person)).ShouldBe(answer is null ? [("user", "What are owls?")] : [("user", "What are owls?"), ("assistant", answer)]);
    }

    private Task<decimal> SpentAsync(TestUser person) => shared.App.ScalarAsync<decimal>("SELECT cost_usd FROM omni2.usage_days WHERE user_id = $1", person.Id);
}
