using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>Somebody looks back at a conversation, as it happened and step by step.</summary>
public sealed class PlaybackJourney(Stage stage) : Journey(stage)
{
    public static TheoryData<int, bool> Screens => new() { { 360, false }, { 360, true }, { 1280, false }, { 1280, true } };

    [Fact]
    public async Task A_conversation_is_stepped_through_to_its_error_and_back()
    {
        var (playback, story) = await OpenAsync("auditor");
        await Expect(playback.Place).ToHaveTextAsync($"event 1 of {RecordedStory.Events}");
        await Expect(playback.Statuses).ToHaveTextAsync(["running"]);
        await Expect(playback.StepBack).ToBeDisabledAsync();

        await playback.StepForward.ClickAsync();
        await Expect(playback.Events).ToHaveCountAsync(2);
        await Expect(playback.Current).ToContainTextAsync("block_check");
        await Expect(playback.Silence).ToBeHiddenAsync();

        await playback.NextError.ClickAsync();
        await Expect(playback.Current).ToContainTextAsync("usage_check");
        await Expect(playback.Silence).ToBeVisibleAsync();
        await Expect(playback.Statuses).ToHaveTextAsync(["completed", "completed", "running"]);
        await playback.NextError.ClickAsync();
        await Expect(playback.Statuses).ToHaveTextAsync(["completed", "completed", "refused"]);
        await Expect(playback.NextError).ToBeDisabledAsync();
        await Expect(playback.StepForward).ToBeDisabledAsync();
        await playback.ShouldBeAsync("ended");

        await playback.StepBack.ClickAsync();
        await Expect(playback.Statuses).ToHaveTextAsync(["completed", "completed", "running"]);
        await OpenAtAsync(playback, story);
    }

    [Fact]
    public async Task It_plays_by_itself_at_the_chosen_speed_and_stops_at_the_end()
    {
        var (playback, _) = await OpenAsync("operator");
        await playback.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddHours(1));
        await playback.ChooseSpeedAsync("×16");
        await playback.Play.ClickAsync();
        await playback.ShouldBeAsync("playing");
        await Expect(playback.Play).ToHaveTextAsync("Pause");
        await playback.Play.ClickAsync();
        await playback.ShouldBeAsync("paused");

        await playback.Play.ClickAsync();
        await playback.Page.Clock.RunForAsync(10_000);
        await playback.ShouldBeAsync("ended");
        await Expect(playback.Events).ToHaveCountAsync(RecordedStory.Events);
        await Expect(playback.Place).ToHaveTextAsync($"event {RecordedStory.Events} of {RecordedStory.Events}");
        await Expect(playback.Play).ToHaveTextAsync("Play again");
    }

    [Fact]
    public async Task Keys_do_all_that_the_mouse_does()
    {
        var (playback, _) = await OpenAsync("operator");
        await playback.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddHours(1));
        await playback.Player.FocusAsync();
        await playback.Page.Keyboard.PressAsync("Space");
        await playback.ShouldBeAsync("playing");
        await playback.Page.Keyboard.PressAsync("Space");
        await playback.ShouldBeAsync("paused");

        await playback.Position.FocusAsync();
        await playback.Page.Keyboard.PressAsync("Home");
        await playback.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(playback.Position).ToHaveAttributeAsync("aria-valuetext", new System.Text.RegularExpressions.Regex($@"^\d+\.\d+ s of \d+\.\d+ s, event \d+ of {RecordedStory.Events}$", default, TimeSpan.FromSeconds(1)));
        await playback.Page.Keyboard.PressAsync("End");
        await playback.ShouldBeAsync("ended");
        await playback.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(playback.Place).ToHaveTextAsync($"event {RecordedStory.Events - 1} of {RecordedStory.Events}");
    }

    [Theory]
    [InlineData("auditor", true)]
    [InlineData("operator", false)]
    public async Task What_a_tool_was_asked_is_shown_to_who_may_read_it(string role, bool mayRead)
    {
        var (playback, _) = await OpenAsync(role);
        await playback.NextError.ClickAsync();
        var call = playback.Events.Filter(new() { Has = playback.Page.Locator(".event-type", new() { HasText = "tool_call" }) });
        await call.Locator("summary").ClickAsync();

        await Expect(call).ToContainTextAsync(mayRead ? RecordedStory.Words : "Arguments and result are not shown");
        (await playback.Page.ContentAsync()).Contains(RecordedStory.Words, StringComparison.Ordinal).ShouldBe(mayRead);
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task The_page_is_sound_in_every_state(int width, bool dark)
    {
        var (playback, _) = await OpenAsync("operator", new Screen(width, 800, dark));
        await SoundAsync(playback.Page, "playback at its beginning");
        await playback.NextError.ClickAsync();
        await playback.Events.Last.Locator("summary").ClickAsync();
        await SoundAsync(playback.Page, "playback at an error");
        await playback.Page.GotoAsync("/analytics/playback?session=nonsense");
        await SoundAsync(playback.Page, "playback of nothing");
    }

    // The address names the step: whoever gets it sees the same.
    private static async Task OpenAtAsync(PlaybackPage playback, RecordedStory story)
    {
        var node = await playback.Current.GetAttributeAsync("id");
        await Expect(playback.Page).ToHaveURLAsync($"/analytics/playback?conversation={story.Conversation}#{node}");
        await playback.Page.ReloadAsync();
        await Expect(playback.Current).ToHaveAttributeAsync("id", node!);
        await Expect(playback.Events).ToHaveCountAsync(RecordedStory.Events - 1);
    }

    private static async Task SoundAsync(IPage page, string state)
    {
        await page.ShouldBeSoundAsync(state);
        await Album.KeepAsync(page, state);
    }

    private async Task<(PlaybackPage Page, RecordedStory Story)> OpenAsync(string role, Screen? screen = null)
    {
        var app = await Stage.SharedAppAsync();
        var story = await RecordedStory.TellAsync(app, "recorded-with-a-long-name-in-front");
        var visitor = (await VisitAsync(app, await app.CreateAsync("looks-back", role), screen)).Expecting("status of 400");
        return (await PlaybackPage.OpenAsync(visitor.Page, $"conversation={story.Conversation}"), story);
    }
}
