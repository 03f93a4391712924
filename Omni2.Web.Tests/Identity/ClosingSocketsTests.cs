using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

/// <summary>Losing what a socket depends on closes it with 1008, and no other.</summary>
public sealed class ClosingSocketsTests(SharedApp shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Signing_out_closes_the_sockets_of_this_sign_in_and_of_no_other()
    {
        var user = await shared.App.CreateUserAsync();
        using var browser = await shared.App.SignInAsync(user);
        using var otherBrowser = await shared.App.SignInAsync(user);
        await using var chat = await OpenAsync(browser);
        await using var otherChat = await OpenAsync(otherBrowser);
        await using var tokenChat = await shared.App.OpenChatAsync(user);

        await browser.SignOutAsync();

        (await chat.ReceiveCloseAsync().WaitAsync(Soon)).Code.ShouldBe(1008);
        (await otherChat.SayAsync("Still here?")).Text("type").ShouldBe("done");
        (await tokenChat.SayAsync("Still here?")).Text("type").ShouldBe("done");
    }

    [Fact]
    public async Task Deactivating_a_person_closes_all_their_sockets_and_nobody_elses()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var chat = await shared.App.OpenChatAsync(watcher);
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        await using var neosChat = await shared.App.OpenChatAsync(neo);

        await shared.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", watcher.Id);

        foreach (var socket in new[] { chat, watch, panel })
        {
            var closed = await socket.ReceiveCloseAsync().WaitAsync(Soon);
            (closed.Code, closed.Reason).ShouldBe((1008, "Your account is inactive. Ask an administrator."));
        }

        (await neosChat.SayAsync("Still here?")).Text("type").ShouldBe("done");
    }

    [Fact]
    public async Task Losing_the_right_to_monitor_closes_the_watching_and_leaves_the_chat()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var chat = await shared.App.OpenChatAsync(watcher);
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);

        await shared.App.ExecuteAsync("UPDATE omni2.users SET role_name = 'user' WHERE id = $1", watcher.Id);

        (await watch.ReceiveCloseAsync().WaitAsync(Soon)).Code.ShouldBe(1008);
        (await panel.ReceiveCloseAsync().WaitAsync(Soon)).Code.ShouldBe(1008);
        (await chat.SayAsync("Still here?")).Text("type").ShouldBe("done");
    }

    [Fact]
    public async Task A_role_that_loses_a_right_closes_the_sockets_of_those_who_have_it()
    {
        await shared.App.ExecuteAsync("INSERT INTO omni2.roles (name, description, rights) VALUES ('night_watch', '', '{chat,monitor}')");
        var (watcher, neo) = (await shared.App.CreateUserAsync("night_watch"), await shared.App.CreateUserAsync());
        await shared.App.MonitorAsync(watcher, neo);
        await using var watch = await shared.App.WatchAsync(watcher, neo);

        await shared.App.ExecuteAsync("UPDATE omni2.roles SET rights = '{chat}' WHERE name = 'night_watch'");

        (await watch.ReceiveCloseAsync().WaitAsync(Soon)).Code.ShouldBe(1008);
    }

    [Fact]
    public async Task A_changed_security_stamp_closes_the_sockets_that_the_cookie_opened()
    {
        var user = await shared.App.CreateUserAsync();
        using var browser = await shared.App.SignInAsync(user);
        await using var chat = await OpenAsync(browser);

        await shared.App.ExecuteAsync("UPDATE omni2.users SET security_stamp = 'another' WHERE id = $1", user.Id);

        (await chat.ReceiveCloseAsync().WaitAsync(Soon)).Code.ShouldBe(1008);
    }

    private async Task<ChatConnection> OpenAsync(BrowserLikeClient browser)
    {
        var chat = await ChatConnection.ConnectAsync(new Uri(shared.App.Address, "/ws/chat"), options =>
        {
            options.SetRequestHeader("Cookie", browser.CookieHeader);
            options.SetRequestHeader("Origin", shared.App.Origin().Value!);
        });
        (await chat.ReceiveAsync()).Text("type").ShouldBe("welcome");
        return chat;
    }
}
