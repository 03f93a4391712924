using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

/// <summary>The database server stands still, or is stopped, while people chat.</summary>
public sealed class DatabaseAwayTests(FragileApp fragile) : IClassFixture<FragileApp>, IDisposable
{
    private Omni2App App => fragile.App;

    private FakeModelServer Model => fragile.Model;

    private OwnServer Server => fragile.Server;

    [Fact]
    public async Task While_the_database_stands_still_tokens_flow_and_done_waits_for_it()
    {
        var neo = await App.CreateUserAsync();
        await using var chat = await App.OpenChatAsync(neo);
        var held = Model.NextHeld("One", " two");
        await chat.SendAsync(new { type = "message", text = "Count" });
        await chat.ReceiveUntilAsync("token");

        Server.Freeze();
        held.Release();
        (await chat.ReceiveAsync())["text"]!.GetValue<string>().ShouldBe(" two");
        var ending = chat.ReceiveAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        ending.IsCompleted.ShouldBeFalse();
        Server.Thaw();

        (await ending)["result"]!["answer"]!.GetValue<string>().ShouldBe("One two");
        (await App.OnlyFlowOfAsync(neo)).EventTypes.Count.ShouldBe(7);
        (await App.MessagesOfAsync(neo)).ShouldBe([("user", "Count"), ("assistant", "One two")]);
    }

    [Fact]
    public async Task While_the_database_is_stopped_done_waits_for_it()
    {
        var neo = await App.CreateUserAsync();
        await using var chat = await App.OpenChatAsync(neo);
        var held = Model.NextHeld("One", " two");
        await chat.SendAsync(new { type = "message", text = "Count" });
        await chat.ReceiveUntilAsync("token");

        await Server.StopAsync();
        held.Release();
        (await chat.ReceiveAsync())["text"]!.GetValue<string>().ShouldBe(" two");
        var ending = chat.ReceiveAsync();
        await Server.StartAgainAsync();

        (await ending)["type"]!.GetValue<string>().ShouldBe("done");
        fragile.ForgetConnections();
        (await App.OnlyFlowOfAsync(neo)).EventTypes.Count.ShouldBe(7);
        (await App.ScalarAsync<long>("SELECT count(*) FROM omni2.flow_events WHERE user_id = $1", neo.Id)).ShouldBe(7);
    }

    [Fact]
    public async Task A_message_that_finds_the_database_stopped_gets_one_honest_error_and_the_next_one_an_answer()
    {
        var neo = await App.CreateUserAsync();
        await using var chat = await App.OpenChatAsync(neo);
        await chat.SayAsync("Before");
        await Server.StopAsync();

        var error = await chat.SayAsync("Into the dark");
        await chat.SendAsync(new { type = "ping" });
        (await chat.ReceiveAsync())["type"]!.GetValue<string>().ShouldBe("pong");
        await Server.StartAgainAsync();
        fragile.ForgetConnections();

        (error["type"]!.GetValue<string>(), error["code"]!.GetValue<string>()).ShouldBe(("error", "internal"));
        (await chat.SayAsync("Back again"))["type"]!.GetValue<string>().ShouldBe("done");
        Model.Requests.TakeLast(2).Select(request => request.Messages[^1].Text).ShouldBe(["Before", "Back again"]);
    }

    [Fact]
    public async Task A_message_that_finds_the_database_standing_still_leaves_no_flow_running()
    {
        var neo = await App.CreateUserAsync();
        await using var chat = await App.OpenChatAsync(neo);
        await chat.SayAsync("Before");
        Server.Freeze();

        (await chat.SayAsync("Into the dark"))["code"]!.GetValue<string>().ShouldBe("internal");
        Server.Thaw();

        // What was sent may be stored late: it is closed then, and the conversation goes on.
        await Until.TrueAsync(async () => (await chat.SayAsync("Back again"))["type"]!.GetValue<string>() == "done");
        fragile.ForgetConnections();
        (await App.FlowsOfAsync(neo)).ShouldAllBe(flow => flow.Status == "completed" || flow.Status == "interrupted");
    }

    public void Dispose() => Server.Thaw();
}
