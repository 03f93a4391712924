using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class StopTests(ModelApp shared) : IClassFixture<ModelApp>
{
    [Fact]
    public async Task Stop_in_mid_answer_keeps_what_was_said_and_leaves_the_model()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var held = shared.Model.NextHeld("Owls are", " never said");
        await chat.SendAsync(new { type = "message", text = "What are owls?" });
        await chat.ReceiveUntilAsync("token");

        await chat.SendAsync(new { type = "stop" });

        var done = await chat.ReceiveUntilAsync("done", "error");
        done["result"]!["stopped"]!.GetValue<bool>().ShouldBeTrue();
        done["result"]!["answer"]!.GetValue<string>().ShouldBe("Owls are");
        await held.ClientGone;
        (await shared.App.MessagesOfAsync(neo)).ShouldBe([("user", "What are owls?"), ("assistant", "Owls are")]);
        var flow = await shared.App.FlowAsync(done);
        flow.Status.ShouldBe("stopped");
        flow.EventTypes[^1].ShouldBe("llm_complete");
    }

    [Fact]
    public async Task Stop_before_any_token_ends_with_an_empty_answer()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var requests = shared.Model.Requests.Count;
        var held = shared.Model.NextHeld("");
        await chat.SendAsync(new { type = "message", text = "What are owls?" });
        await Until.TrueAsync(() => shared.Model.Requests.Count > requests);

        await chat.SendAsync(new { type = "stop" });

        var done = await chat.ReceiveAsync();
        done["result"]!["stopped"]!.GetValue<bool>().ShouldBeTrue();
        done["result"]!["answer"]!.GetValue<string>().ShouldBe("");
        (await shared.App.MessagesOfAsync(neo)).ShouldBe([("user", "What are owls?"), ("assistant", "")]);
        await held.ClientGone;
    }

    [Fact]
    public async Task A_message_after_a_stop_is_answered_and_the_model_hears_what_was_said()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        shared.Model.NextHeld("Owls are");
        await chat.SendAsync(new { type = "message", text = "What are owls?" });
        await chat.ReceiveUntilAsync("token");
        await chat.SendAsync(new { type = "stop" });
        await chat.ReceiveUntilAsync("done");

        var done = await chat.SayAsync("Go on");

        done["result"]!["stopped"]!.GetValue<bool>().ShouldBeFalse();
        shared.Model.Requests[^1].Messages.Skip(1).ShouldBe([("user", "What are owls?"), ("assistant", "Owls are"), ("user", "Go on")]);
    }

    [Fact]
    public async Task An_answer_that_is_stopped_costs_what_it_probably_used()
    {
        await using var priced = await ModelApp.StartAsync(shared.Shared, ("Omni2:Llm:InputPricePerMillion", "1000"), ("Omni2:Llm:OutputPricePerMillion", "2000"));
        var neo = await priced.App.CreateUserAsync();
        await using var chat = await priced.App.OpenChatAsync(neo);
        priced.Model.NextHeld("Owls are birds");
        await chat.SendAsync(new { type = "message", text = "What are owls?" });
        await chat.ReceiveUntilAsync("token");

        await chat.SendAsync(new { type = "stop" });
        var result = (await chat.ReceiveUntilAsync("done"))["result"]!;

        result["usage_estimated"]!.GetValue<bool>().ShouldBeTrue();
        var cost = result["cost_usd"]!.GetValue<decimal>();
        cost.ShouldBe((result["tokens_input"]!.GetValue<int>() * 0.001m) + (result["tokens_output"]!.GetValue<int>() * 0.002m));
        (await priced.App.ScalarAsync<decimal>("SELECT cost_usd FROM omni2.usage_days WHERE user_id = $1", neo.Id)).ShouldBe(cost);
    }
}
