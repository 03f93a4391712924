using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>The operator's page in detail: who is monitored, until when, and panels that do not move under the reader.</summary>
public sealed class LiveUpdatesJourney(Stage stage) : Journey(stage)
{
    private HostedApp _app = null!;
    private Account _operator = null!;
    private Account _person = null!;
    private LiveUpdatesPage _live = null!;

    [Fact]
    public async Task Somebody_enabled_elsewhere_appears_without_a_reload_and_Disable_ends_their_panel()
    {
        await BeginAsync();
        await Expect(_live.BoxOf(_person)).ToHaveCountAsync(0);
        await _app.EnableMonitoringAsync(_operator, _person);
        await Expect(_live.BoxOf(_person)).ToBeVisibleAsync(new() { Timeout = 10_000 });

        var panel = await _live.SelectAsync(_person);
        await _live.OpenConfigurationAsync();
        await _live.DisableOf(_person).ClickAsync();

        await ShouldHaveEndedAsync(panel);
        await Expect(_live.RowOf(_person)).ToHaveCountAsync(0);
        await Expect(_live.BoxOf(_person)).ToHaveCountAsync(0);

        await _app.EnableMonitoringAsync(_operator, _person);
        await _live.SelectAsync(_person);
        await Expect(panel.Ended).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Somebody_who_is_selected_stays_so_when_the_list_is_drawn_anew_before_the_panel_is_there()
    {
        await BeginAsync();
        await _app.EnableMonitoringAsync(_operator, _person);
        await Expect(_live.BoxOf(_person)).ToBeVisibleAsync();
        var (drawn, listMayCome, panelMayCome) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await _live.Page.RouteAsync("**/live-updates/monitored*", async route =>
        {
            var list = await route.FetchAsync();
            // Without a change there is nothing to draw (204).
            if (list.Status == 200)
            {
                drawn.TrySetResult();
                await listMayCome.Task;
            }

            await route.FulfillAsync(new() { Response = list });
        });
        await _live.Page.RouteAsync("**/live-updates/panels/*", async route =>
        {
            await panelMayCome.Task;
            await route.ContinueAsync();
        });

        // The list that the server drew before the choice comes after it, and the panel later still.
        await _app.EnableMonitoringAsync(_operator, await _app.CreateAsync("enabled-meanwhile"));
        await drawn.Task;
        await _live.BoxOf(_person).CheckAsync();
        await _live.BoxOf(_person).EvaluateAsync("box => box.dataset.old = 'yes'");
        listMayCome.SetResult();
        await Expect(_live.Page.Locator("[data-old]")).ToHaveCountAsync(0);
        panelMayCome.SetResult();

        await Expect(_live.PanelOf(_person).Status).ToHaveTextAsync("Connected");
        await Expect(_live.BoxOf(_person)).ToBeCheckedAsync();
        _live.Page.Url.ShouldContain($"users={_person.Id}");
        await _live.Page.UnrouteAllAsync();
    }

    [Fact]
    public async Task A_panel_ends_when_the_time_of_the_monitoring_is_over()
    {
        await BeginAsync();
        await _app.EnableMonitoringAsync(_operator, _person);
        await LiveUpdatesPage.OpenAsync(_live.Page, _person);
        var panel = _live.PanelOf(_person);
        await Expect(panel.Left).ToContainTextAsync("23 h 59 min");
        await Expect(panel.Status).ToHaveTextAsync("Connected");

        await _app.ExpireAsync(_person, TimeSpan.FromSeconds(2));

        await ShouldHaveEndedAsync(panel);
        await Expect(_live.RowOf(_person)).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("", "24", "why", "Enter a user’s e-mail.")]
    [InlineData("nobody@stories.example", "24", "why", "Nobody has exactly this e-mail.")]
    [InlineData(null, "24", "", "reason")]
    [InlineData(null, "0", "why", "8760")]
    public async Task What_is_wrong_with_the_form_is_told_beside_its_field(string? email, string hours, string reason, string error)
    {
        await BeginAsync();
        await _live.EnableAsync(email ?? _person.Email, reason, hours);

        await Expect(_live.Page.Locator(".field-error")).ToContainTextAsync(error, new() { IgnoreCase = true });
        var invalid = _live.Page.Locator("[aria-invalid=true]");
        (await invalid.GetAttributeAsync("aria-describedby")).ShouldNotBeNull().ShouldContain("-error");
        await Expect(_live.Email).ToHaveValueAsync(email ?? _person.Email);
        await Expect(_live.RowOf(_person)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_comes_while_something_is_open_waits_and_moves_nothing()
    {
        await BeginAsync();
        await _app.EnableMonitoringAsync(_operator, _person);
        await using var chat = await _app.ChatAsync(_person);
        await LiveUpdatesPage.OpenAsync(_live.Page, _person);
        var panel = _live.PanelOf(_person);
        await Expect(panel.Status).ToHaveTextAsync("Connected");
        await chat.SayAsync("First");
        await Expect(panel.Events).ToHaveCountAsync(7);
        await panel.Events.Nth(2).Locator("summary").ClickAsync();
        await Expect(panel.Events.Nth(2).GetByText("remaining")).ToBeVisibleAsync();
        var before = await panel.Events.Nth(2).EvaluateAsync<double>("event => event.getBoundingClientRect().top");

        await chat.SayAsync("Second");
        await Expect(panel.ShowNew).ToHaveTextAsync($"7 new for {_person.Email}");
        (await panel.Events.CountAsync()).ShouldBe(7);
        (await panel.Events.Nth(2).EvaluateAsync<double>("event => event.getBoundingClientRect().top")).ShouldBe(before);

        await panel.ShowNew.ClickAsync();
        await Expect(panel.Events).ToHaveCountAsync(14);
        await Expect(panel.ShowNew).ToBeHiddenAsync();
        (await panel.EventsAsync()).ShouldBe(await _app.EventsAsync(_person));
    }

    [Fact]
    public async Task A_panel_keeps_the_latest_20_sessions()
    {
        await BeginAsync();
        await _app.EnableMonitoringAsync(_operator, _person);
        await LiveUpdatesPage.OpenAsync(_live.Page, _person);
        var panel = _live.PanelOf(_person);
        await Expect(panel.Status).ToHaveTextAsync("Connected");
        await using var chat = await _app.ChatAsync(_person);
        for (var i = 0; i < 25; i++)
        {
            await chat.SayAsync($"Message {i}");
        }

        var stored = await _app.EventsAsync(_person);
        await Expect(panel.Region.Locator($"[data-node='{stored[^1].Split(' ')[1]}']")).ToBeVisibleAsync();
        await Expect(panel.Sessions).ToHaveCountAsync(20);
        (await panel.EventsAsync()).ShouldBe(stored.TakeLast(20 * 7));
    }

    private static async Task ShouldHaveEndedAsync(PanelRegion panel)
    {
        await Expect(panel.Status).ToHaveTextAsync("Monitoring ended", new() { Timeout = 8_000 });
        await Expect(panel.Ended).ToBeVisibleAsync();
        await Expect(panel.Left).ToHaveCountAsync(0);
    }

    private async Task BeginAsync()
    {
        _app = await Stage.SharedAppAsync();
        (_operator, _person) = (await _app.CreateAsync("watcher", "operator"), await _app.CreateAsync("watched"));
        _live = await LiveUpdatesPage.OpenAsync((await VisitAsync(_app, _operator)).Page);
    }
}
