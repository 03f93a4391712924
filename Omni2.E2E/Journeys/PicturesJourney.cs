using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>Makes the README's pictures from real use: <c>OMNI2_PICTURES=docs/images dotnet test Omni2.E2E --filter Pictures_for_the_readme</c>.</summary>
public sealed class PicturesJourney(Stage stage) : Journey(stage)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("OMNI2_PICTURES");

    [Fact]
    [Trait("Category", "Pictures")]
    public async Task Pictures_for_the_readme()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Folder), "Set OMNI2_PICTURES to a folder to make the README's pictures.");
        var app = await StartAppAsync();
        var (admin, neo, avi) = (await app.Admin, await app.Neo, await app.Avi);
        await app.EnableMonitoringAsync(admin, neo, avi);
        var watcher = (await VisitAsync(app, admin, new Screen(1280, 760, Dark: false))).Expecting("inline style");
        var live = await LiveUpdatesPage.OpenAsync(watcher.Page, neo, avi);
        var person = (await VisitAsync(app, neo, new Screen(1280, 760, Dark: true))).Expecting("inline style");
        var chat = await ChatPage.OpenAsync(person.Page);
        await using var other = await app.ChatAsync(avi);

        await chat.AskAsync("Before we begin with the quarterly report: use server_time {\"time_zone\":\"Asia/Jerusalem\"}");
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, "chat.png") });
        await other.SayAsync("Which invoices are still open?");
        await other.SayAsync("And which of them are overdue?");
        await chat.SayAsync("Tell me a long story about the report");
        await Expect(live.PanelOf(neo).Events).ToHaveCountAsync(16);
        await Expect(live.PanelOf(avi).Events).ToHaveCountAsync(14);
        await Expect(chat.Log).ToContainTextAsync("Chapter 2 of 12");
        await watcher.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, "live-updates.png") });
        await chat.Stop.ClickAsync();
        await Expect(chat.FinishedAnswers).ToHaveCountAsync(2);
        var conversation = await app.ScalarAsync<Guid>("SELECT conversation_id FROM omni2.conversations WHERE user_id = $1", neo.Id);
        await watcher.Page.GotoAsync($"/analytics/conversations/{conversation}");
        await watcher.Page.GetByText("omni2 / server_time").First.ClickAsync();
        await Expect(watcher.Page.Locator(".tool-more pre").Last).ToContainTextAsync("Asia/Jerusalem");
        await watcher.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, "conversation.png") });
    }
}
