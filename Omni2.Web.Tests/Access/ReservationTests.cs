using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

/// <summary>What running messages may still cost counts before it is spent.</summary>
public sealed class ReservationTests(SharedApp shared)
{
    private const int Messages = 50;
    private const int Affordable = 10;

    [Fact]
    public async Task Of_fifty_messages_at_once_a_budget_for_ten_admits_ten_and_tells_the_others_what_is_reserved()
    {
        await using var app = await PricedAsync();
        var release = Hold(app.Model);
        var bound = app.App.Services.GetRequiredService<CostBounds>().OfMessage;
        var neo = await LimitedAsync(app.App, Affordable * bound);
        var chats = await Task.WhenAll(Enumerable.Range(0, Messages).Select(_ => app.App.OpenChatAsync(neo)));

        var ends = chats.Select(chat => chat.SayAsync("Hello")).ToList();
        var refused = await TakeAsync(ends, Messages - Affordable);
        release.SetResult();
        var answered = await Task.WhenAll(ends);

        refused.ShouldAllBe(frame => frame["code"]!.GetValue<string>() == "usage_limit" && frame["error"]!.GetValue<string>().Contains("is reserved for messages that are being answered"));
        answered.ShouldAllBe(frame => frame["type"]!.GetValue<string>() == "done");
        var spent = await app.App.ScalarAsync<decimal>("SELECT cost_usd FROM omni2.usage_days WHERE user_id = $1", neo.Id);
        spent.ShouldBe(answered.Sum(frame => frame["result"]!["cost_usd"]!.GetValue<decimal>()));
        spent.ShouldBeLessThanOrEqualTo((Affordable * bound) + bound);
        await Task.WhenAll(chats.Select(chat => chat.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task What_was_reserved_is_free_again_after_an_answer_and_after_a_failure()
    {
        await using var app = await PricedAsync();
        var neo = await LimitedAsync(app.App, 1);
        await using var chat = await app.App.OpenChatAsync(neo);

        app.Model.Next(exchange => exchange.StatusAsync(500, "{}"));
        (await chat.SayAsync("Fails"))["code"]!.GetValue<string>().ShouldBe("llm_unavailable");
        (await chat.SayAsync("Is answered"))["type"]!.GetValue<string>().ShouldBe("done");

        (await chat.SayAsync("Is answered, too"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task What_an_interrupted_message_had_reserved_is_free_again()
    {
        await using var app = await PricedAsync();
        var neo = await LimitedAsync(app.App, 5);
        var session = Guid.NewGuid();
        await app.App.ExecuteAsync(
            "INSERT INTO omni2.interaction_flows (session_id, user_id, source, status, flow_data, created_at, instance_key, reserved_usd) SELECT $1, $2, 'chat', 'running', '{}', now(), f, 5 FROM (SELECT pg_backend_pid() AS f) i",
            session, neo.Id);
        await using var chat = await app.App.OpenChatAsync(neo);

        var refused = await chat.SayAsync("Too early");
        await app.App.ExecuteAsync("UPDATE omni2.interaction_flows SET status = 'interrupted' WHERE session_id = $1", session);

        refused["code"]!.GetValue<string>().ShouldBe("usage_limit");
        (await app.App.FlowAsync(refused)).Data("usage_check")["reserved"]!.GetValue<string>().ShouldBe("5.00");
        (await chat.SayAsync("In time"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    private Task<ModelApp> PricedAsync() => ModelApp.StartAsync(shared, ("Omni2:Llm:InputPricePerMillion", "1"), ("Omni2:Llm:OutputPricePerMillion", "2"));

    private static async Task<TestUser> LimitedAsync(Omni2App app, decimal limit)
    {
        var person = await app.CreateUserAsync();
        await app.ExecuteAsync("UPDATE omni2.users SET cost_limit_daily = $2 WHERE id = $1", person.Id, limit);
        return person;
    }

    private static TaskCompletionSource Hold(FakeModelServer model)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        model.Otherwise = async exchange =>
        {
            await release.Task.WaitAsync(exchange.Gone);
            await exchange.AnswerAsync("Hello");
        };
        return release;
    }

    /// <summary>The first ends; they are taken out of the list.</summary>
    private static async Task<IReadOnlyList<JsonObject>> TakeAsync(List<Task<JsonObject>> ends, int count)
    {
        var taken = new List<JsonObject>();
        while (taken.Count < count)
        {
            var end = await Task.WhenAny(ends);
            ends.Remove(end);
            taken.Add(await end);
        }

        return taken;
    }
}
