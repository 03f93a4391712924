using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>Somebody asks why two answers came about differently.</summary>
public sealed class ComparisonJourney(Stage stage) : Journey(stage)
{
    private RecordedStory _story = null!;

    public static TheoryData<int, bool> Screens => PlaybackJourney.Screens;

    [Theory]
    [InlineData("auditor", true)]
    [InlineData("operator", false)]
    public async Task Two_flows_stand_side_by_side_and_say_where_they_part(string role, bool mayRead)
    {
        var page = await VisitAsync(role);
        var comparison = await ComparisonPage.OpenAsync(page);
        await comparison.IdOf("A").FillAsync($"{_story.WithTool}");
        await comparison.IdOf("B").FillAsync($"{_story.Refused}");
        await comparison.Compare.ClickAsync();

        await Expect(comparison.FirstDifference).ToContainTextAsync("usage_check passed in A, refused (");
        await Expect(comparison.Marked).ToHaveCountAsync(2);
        await Expect(comparison.RowOf("omni2 / server_time")).ToContainTextAsync("differs");
        await Expect(comparison.RowOf("block_check")).ToContainTextAsync("same");
        await comparison.FirstDifference.GetByText("Show in B").ClickAsync();
        await Expect(page.Locator(".event:target")).ToContainTextAsync("usage_check");
        await ReadAsync(comparison, mayRead);

        await page.GetByRole(AriaRole.Link, new() { Name = "Play flow B" }).ClickAsync();
        await Expect(new PlaybackPage(page).Place).ToHaveTextAsync("event 1 of 4");
    }

    [Fact]
    public async Task A_flow_that_may_not_be_seen_is_told_beside_its_field()
    {
        await VisitAsync("operator");
        var page = (await VisitAsync(await Stage.SharedAppAsync(), _story.Person)).Expecting("status of 404").Page;
        var others = await RecordedStory.TellAsync(await Stage.SharedAppAsync(), "other");

        var comparison = await ComparisonPage.OpenAsync(page, _story.Greeting, others.Greeting);

        await Expect(comparison.IdOf("A")).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(comparison.IdOf("B")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("#session-B-error")).ToContainTextAsync("no flow with this ID that you may see");
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task The_page_is_sound_in_every_state(int width, bool dark)
    {
        var page = await VisitAsync("operator", new Screen(width, 800, dark));
        await ComparisonPage.OpenAsync(page, _story.WithTool, _story.Refused);
        await SoundAsync(page, "comparison of two");
        await ComparisonPage.OpenAsync(page, _story.WithTool, _story.Greeting, _story.Refused);
        await SoundAsync(page, "comparison of three");
        await page.GotoAsync("/analytics/compare?session=nonsense&session=more");
        await SoundAsync(page, "comparison with errors");
    }

    private static async Task ReadAsync(ComparisonPage comparison, bool mayRead)
    {
        var call = comparison.Flows.First.Locator(".event").Filter(new() { Has = comparison.Page.Locator(".event-type", new() { HasText = "tool_call" }) });
        await call.Locator("summary").ClickAsync();
        await Expect(call).ToContainTextAsync(mayRead ? RecordedStory.Words : "Arguments and result are not shown");
        (await comparison.Page.ContentAsync()).Contains(RecordedStory.Words, StringComparison.Ordinal).ShouldBe(mayRead);
    }

    private static async Task SoundAsync(IPage page, string state)
    {
        await page.ShouldBeSoundAsync(state);
        await Album.KeepAsync(page, state);
    }

    private async Task<IPage> VisitAsync(string role, Screen? screen = null)
    {
        var app = await Stage.SharedAppAsync();
        _story = await RecordedStory.TellAsync(app, "compared-with-a-long-name-in-front");
        return (await VisitAsync(app, await app.CreateAsync("compares", role), screen)).Expecting("status of 400").Page;
    }
}
