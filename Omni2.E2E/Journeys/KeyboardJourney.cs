using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>The whole work without a mouse.</summary>
public sealed class KeyboardJourney(Stage stage) : Journey(stage)
{
    private const int MostSteps = 60;

    private IPage _page = null!;

    [Fact]
    public async Task Everything_can_be_done_with_the_keyboard_alone()
    {
        var app = await StartAppAsync(HostedApp.Fast);
        var neo = await app.Neo;
        _page = (await VisitAsync(app)).Page;
        await LoginPage.OpenAsync(_page);
        await TypeAsync("admin@omni2.local");
        await PressAsync("Tab");
        await TypeAsync(Account.Password);
        await PressAsync("Enter");
        await _page.WaitForURLAsync("**/chat");

        var chat = new ChatPage(_page);
        await Expect(chat.Status).ToHaveTextAsync("Connected");
        await Expect(chat.Message).ToBeFocusedAsync();
        await TypeAsync("Hello");
        await PressAsync("Enter");
        await Expect(chat.FinishedAnswers).ToHaveCountAsync(1);

        await GoToAsync(_page.GetByRole(AriaRole.Link, new() { Name = "Live Updates" }), "Shift+Tab");
        await PressAsync("Enter");
        await _page.WaitForURLAsync("**/live-updates");
        await WatchAsync(new LiveUpdatesPage(_page), neo);
    }

    private async Task WatchAsync(LiveUpdatesPage live, Account neo)
    {
        await GoToAsync(live.Email);
        await TypeAsync("neo");
        await Expect(live.Suggestions).ToHaveCountAsync(1);
        await PressAsync("ArrowDown");
        await PressAsync("Enter");
        await Expect(live.Email).ToHaveValueAsync(neo.Email);
        await GoToAsync(live.Reason);
        await TypeAsync("By keyboard");
        await PressAsync("Enter");
        await Expect(live.RowOf(neo)).ToBeVisibleAsync();

        await GoToAsync(live.BoxOf(neo));
        await PressAsync("Space");
        var panel = live.PanelOf(neo);
        await Expect(panel.Status).ToHaveTextAsync("Connected");
        await Expect(live.BoxOf(neo)).ToBeFocusedAsync();
        await GoToAsync(panel.Remove);
        await PressAsync("Enter");
        await Expect(panel.Region).ToHaveCountAsync(0);
        await Expect(live.BoxOf(neo)).ToBeFocusedAsync();
    }

    private Task TypeAsync(string text) => _page.Keyboard.TypeAsync(text);

    private Task PressAsync(string key) => _page.Keyboard.PressAsync(key);

    private async Task GoToAsync(ILocator target, string key = "Tab")
    {
        await Expect(target).ToBeVisibleAsync();
        for (var i = 0; i < MostSteps; i++)
        {
            await PressAsync(key);
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{target} was not reached by {key}.");
    }
}
