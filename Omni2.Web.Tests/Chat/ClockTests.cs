using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

/// <summary>Somebody sets the clock forward and back by an hour, or a day, while people chat.</summary>
public sealed class ClockTests(ClockApp shared, ITestOutputHelper output) : IClassFixture<ClockApp>, IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private SetClock Clock => shared.Clock;

    [Fact]
    public async Task Messages_and_their_events_stay_in_their_order_and_nothing_ends_before_it_began()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        foreach (var offset in new[] { TimeSpan.Zero, Hour, -Hour, Hour / 2, -2 * Hour })
        {
            var held = shared.Model.NextHeld("One", " two");
            await chat.SendAsync(new { type = "message", text = $"At {offset}" });
            await chat.ReceiveUntilAsync("token");
            Clock.Offset = offset;
            held.Release();
            (await chat.ReceiveUntilAsync("done", "error"))["result"]!["duration_ms"]!.GetValue<long>().ShouldBeInRange(0, 60_000);
        }

        string[] said = ["At 00:00:00", "At 01:00:00", "At -01:00:00", "At 00:30:00", "At -02:00:00"];
        using var browser = await shared.App.SignInAsync(neo);
        var page = await browser.GetPageAsync($"/chat?conversation_id={chat.ConversationId}");
        var text = page.QuerySelector("[role=log]")!.TextContent;
        var places = said.Select(words => text.IndexOf(words, StringComparison.Ordinal)).ToList();
        places.ShouldAllBe(place => place >= 0);
        places.ShouldBeInOrder();
        shared.Model.Requests[^1].Messages.Where(message => message.Role == "user").Select(message => message.Text).ShouldBe(said);
        var flows = await shared.App.FlowsOfAsync(neo);
        flows.ShouldAllBe(flow => flow.EventTypes.Count == 7 && flow.EventTypes[0] == "auth_check" && flow.EventTypes[6] == "llm_complete");
        flows.ShouldAllBe(flow => flow.CompletedAt >= flow.CreatedAt);
        (await shared.App.ScalarAsync<bool>("SELECT ended_at >= started_at FROM omni2.conversations WHERE user_id = $1", neo.Id)).ShouldBeTrue();
        output.WriteLine($"{flows.Count} messages while the clock was set {said.Length - 1} times: in order, and none ended before it began");
    }

    [Fact]
    public async Task The_daily_limit_counts_on_the_day_that_the_clock_shows()
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET cost_limit_daily = 0.01 WHERE id = $1", neo.Id);
        await using var chat = await shared.App.OpenChatAsync(neo);
        // The hour before and the hour after are the same day.
        Clock.Offset = DateTime.UtcNow.Date.AddHours(12) - DateTime.UtcNow;
        var noon = Clock.Offset;
        (await chat.SayAsync("Uses it up")).Text("type").ShouldBe("done");

        foreach (var (offset, end) in new[] { (Hour, "usage_limit"), (-Hour, "usage_limit"), (24 * Hour, "done"), (25 * Hour, "usage_limit"), (Hour, "usage_limit") })
        {
            Clock.Offset = noon + offset;
            var frame = await chat.SayAsync($"At {offset}");
            (frame["code"]?.GetValue<string>() ?? frame.Text("type")).ShouldBe(end, $"{offset}");
        }
    }

    public void Dispose() => Clock.Offset = TimeSpan.Zero;
}
