namespace Omni2.E2E.Pages;

internal sealed class PlaybackPage(IPage page)
{
    public IPage Page { get; } = page;

    public ILocator Recording => Page.Locator("section.recording");

    public ILocator Player => Page.GetByRole(AriaRole.Group, new() { Name = "Player" });

    public ILocator Play => Player.Locator("[data-play]");

    public ILocator StepBack => Player.GetByRole(AriaRole.Button, new() { Name = "Step back" });

    public ILocator StepForward => Player.GetByRole(AriaRole.Button, new() { Name = "Step forward" });

    public ILocator NextError => Player.GetByRole(AriaRole.Button, new() { Name = "Next error" });

    public ILocator Position => Player.GetByRole(AriaRole.Slider, new() { Name = "Position in the recording" });

    /// <summary>Such as "event 5 of 12".</summary>
    public ILocator Place => Player.GetByRole(AriaRole.Status);

    public ILocator Events => Page.Locator(".event:visible");

    public ILocator Current => Page.Locator(".event[aria-current=step]");

    /// <summary>How the sessions that are shown stand.</summary>
    public ILocator Statuses => Page.Locator(".session-head:visible > .badge");

    public ILocator Silence => Page.GetByText("12 min later");

    public static async Task<PlaybackPage> OpenAsync(IPage page, string query)
    {
        await page.GotoAsync($"/analytics/playback?{query}");
        var playback = new PlaybackPage(page);
        await Expect(playback.Player).ToBeVisibleAsync();
        return playback;
    }

    public Task ChooseSpeedAsync(string speed) => Player.GetByRole(AriaRole.Radio, new() { Name = speed, Exact = true }).CheckAsync();

    public Task ShouldBeAsync(string state) => Expect(Player).ToHaveAttributeAsync("data-state", state);
}
