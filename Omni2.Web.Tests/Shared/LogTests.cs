using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Omni2.Web.Tests.Support;
using Serilog.Extensions.Logging;

namespace Omni2.Web.Tests.Shared;

/// <summary>What the log says, and what it never says, at its most talkative.</summary>
public sealed class LogTests(SharedApp shared)
{
    private const string Word = "xylographically";
    // Warns at the first start that keys have no encryptor of their own; the app's own log takes only its errors.
    private const string KeyStore = "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager";
    private const string Password = "the passphrase of the day";
    private const string Reason = "Ticket quagmire";

    // Logs addresses with their query; the app's own log takes only its warnings, as a test below shows.
    private const string Addresses = "Microsoft.AspNetCore.Hosting.Diagnostics";

    [Fact]
    public async Task A_whole_day_writes_no_warning_and_nothing_that_people_wrote_or_that_signs_them_in()
    {
        var app = await StartAsync();
        string[] secrets;
        await using (app)
        {
            secrets = [Word, Password, Reason, Omni2App.SigningKey, .. await LiveADayAsync(app)];
        }

        app.Logs.Entries.Where(entry => entry.Level >= LogLevel.Warning && entry.Category != KeyStore).ShouldBeEmpty();
        var log = Log(app);
        log.ShouldContain("/ws/chat");
        secrets.ShouldAllBe(secret => !log.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Refused_sign_ins_write_no_token_and_no_password()
    {
        var forged = $"{new ForgedToken("1") { Key = "another key that is long enough to be one" }}";
        var app = await StartAsync();
        await using (app)
        {
            var neo = await app.CreateUserAsync(password: Password);
            using var client = app.ClientFor(null);
            await (await client.PostAsJsonAsync("/api/v1/auth/token", new { email = neo.Email, password = $"{Word} wrong" })).ProblemAsync(System.Net.HttpStatusCode.Unauthorized);
            (await app.KnockAsync("/api/v1/monitoring/list", Knocking.Bearer(forged))).ShouldBe(401);
            (await app.KnockAsync($"/ws/chat?access_token={forged}")).ShouldBe(401);
        }

        var log = Log(app);
        log.ShouldContain("/api/v1/auth/token");
        string[] secrets = [forged, forged.Split('.')[1], forged.Split('.')[2], Word, Password];
        secrets.ShouldAllBe(secret => !log.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_log_takes_no_addresses_with_their_query()
    {
        var rules = shared.App.Services.GetRequiredService<IOptions<LoggerFilterOptions>>().Value.Rules;

        rules.Where(rule => rule.CategoryName == Addresses && rule.ProviderName == typeof(SerilogLoggerProvider).FullName)
            .ShouldHaveSingleItem().LogLevel.ShouldBe(LogLevel.Warning);
    }

    private static async Task<string[]> LiveADayAsync(Omni2App app)
    {
        var (watcher, neo) = (await app.CreateUserAsync("admin", password: Password), await app.CreateUserAsync(password: Password));
        using var client = app.ClientFor(watcher);
        using var browser = await app.SignInAsync(watcher);
        await (await client.EnableAsync(new { user_ids = new[] { neo.Id }, ttl_hours = 1, reason = Reason })).JsonAsync();
        await using var watch = await app.WatchAsync(watcher, neo);
        await using var panel = await app.OpenPanelAsync(watcher, neo);
        var token = app.TokenFor(neo);
        await using (var chat = await ChatConnection.ConnectAsync(new Uri(app.Address, $"/ws/chat?access_token={token}")))
        {
            (await chat.SayAsync($"What does {Word} mean?"))["result"]!.Text("answer").ShouldContain(Word);
        }

        await watch.ReceiveSessionAsync();
        await panel.ReceiveSessionHtmlAsync();
        (await client.GetJsonAsync($"/api/v1/activities/conversations?user={Word}"))["conversations"]!.AsArray().ShouldBeEmpty();
        (await client.GetJsonAsync($"/api/v1/activities/conversations?user_id={neo.Id}"))["conversations"]!.AsArray().ShouldHaveSingleItem();
        await client.GetJsonAsync($"/api/v1/monitoring/users?q={Word}");
        await app.EndMonitoringAsync(watcher, neo);
        await watch.ReceiveCloseAsync();
        await panel.ReceiveCloseAsync();
        foreach (var page in new[] { "/chat", "/live-updates", $"/analytics/conversations?user={Word}", "/analytics/conversations" })
        {
            await browser.GetPageAsync(page);
        }

        var cookie = browser.CookieHeader;
        await browser.SignOutAsync();
        return [token, app.TokenFor(watcher), token.Split('.')[2], .. cookie.Split("; ").Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])];
    }

    private async Task<Omni2App> StartAsync() =>
        Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Debug" });

    private static string Log(Omni2App app) =>
        string.Join('\n', app.Logs.Entries.Where(entry => entry.Category != Addresses || entry.Level >= LogLevel.Warning));
}
