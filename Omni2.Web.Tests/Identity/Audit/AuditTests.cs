using System.Net;
using Npgsql;
using Omni2.Web.Tests.Chat.Welcome;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.Audit;

/// <summary>Who did what, when and to whom; changes and monitoring in one list.</summary>
public sealed class AuditTests(SharedApp shared)
{
    [Theory]
    [InlineData("/api/v1/audit")]
    [InlineData("/admin/audit")]
    public async Task Only_administrators_may_read_it(string path)
    {
        foreach (var role in new[] { "user", "operator", "auditor" })
        {
            using var client = shared.App.ClientFor(await shared.App.CreateUserAsync(role));
            using var refused = await client.GetAsync(path);
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using var nobody = shared.App.ClientFor(null);
        using var admin = shared.App.ClientFor(await shared.App.CreateUserAsync("admin"));
        (await nobody.GetAsync(path)).StatusCode.ShouldBe(path.StartsWith("/api", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect);
        (await admin.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Changes_and_monitoring_stand_in_one_list_newest_first()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await shared.App.WelcomeAsync($"user/{neo.Id}", "Hello");
        await shared.App.EndMonitoringAsync(watcher, neo);
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("admin"));

        var entries = await client.AuditAsync($"subject={neo.Email}");

        entries.Actions().ShouldBe(["monitoring.disabled", "welcome.change", "monitoring.enabled"]);
        entries[0].Members().ShouldBe(["source", "id", "at", "actor_id", "actor_email", "action", "subject", "before", "after"]);
        entries.ShouldAllBe(entry => entry.Text("subject") == neo.Email);
        (entries[2].Text("actor_email"), entries[2]["after"]!.Text("reason")).ShouldBe((watcher.Email, Watching.Reason));
        (entries[2]["after"]!["until"]!.GetValue<DateTimeOffset>() - entries[2]["after"]!["from"]!.GetValue<DateTimeOffset>()).TotalHours.ShouldBe(1, 0.001);
        entries[1]["after"]!.Text("text").ShouldBe("Hello");
    }

    [Fact]
    public async Task Every_filter_narrows_the_list()
    {
        var (admin, other) = (await shared.App.CreateUserAsync("admin", "keymaker"), await shared.App.CreateUserAsync("admin"));
        var subject = $"s-{Guid.NewGuid():N}";
        var now = DateTimeOffset.UtcNow;
        await shared.App.RecordAsync(admin.Id, "user.create", subject, now.AddDays(-3));
        await shared.App.RecordAsync(admin.Id, "role.change", subject, now.AddDays(-2));
        await shared.App.RecordAsync(other.Id, "mcp_server.delete", $"{subject}-100%", now.AddDays(-1));
        using var client = shared.App.ClientFor(other);
        async Task<string> FoundAsync(string query) => string.Join(' ', (await client.AuditAsync($"subject={subject}&{query}")).Actions());

        (await FoundAsync("")).ShouldBe("mcp_server.delete role.change user.create");
        (await FoundAsync($"actor={admin.Email[..20]}")).ShouldBe("role.change user.create");
        (await FoundAsync("actor=nobody-like-this")).ShouldBe("");
        (await FoundAsync("action=users")).ShouldBe("user.create");
        (await FoundAsync("action=roles")).ShouldBe("role.change");
        (await FoundAsync("action=mcp_servers")).ShouldBe("mcp_server.delete");
        (await FoundAsync("action=monitoring")).ShouldBe("");
        (await FoundAsync("action=role.change")).ShouldBe("role.change");
        (await FoundAsync("action=role.none")).ShouldBe("");
        (await FoundAsync($"date_from={Uri.EscapeDataString($"{now.AddDays(-2).AddMinutes(-1):O}")}&date_to={Uri.EscapeDataString($"{now.AddDays(-2).AddMinutes(1):O}")}")).ShouldBe("role.change");
        (await client.AuditAsync($"subject={subject}-100%25")).Actions().ShouldBe(["mcp_server.delete"]);
        (await client.AuditAsync($"subject={subject[..^1]}_")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("action", "sometimes")]
    [InlineData("date_from", "never")]
    [InlineData("date_to", "2026-13-01")]
    [InlineData("limit", "0")]
    [InlineData("limit", "201")]
    [InlineData("cursor", "abc")]
    [InlineData("cursor", "f39_f39_f39_f39_f39_f38")]
    public async Task What_is_wrong_with_a_filter_is_named(string member, string value)
    {
        var admin = await shared.App.CreateUserAsync("admin");
        using var client = shared.App.ClientFor(admin);
        using var browser = await shared.App.SignInAsync(admin);

        using var answer = await client.GetAsync($"{Auditing.Path}?{member}={value}");
        using var page = await browser.Client.GetAsync($"/admin/audit?{member}={value}");

        await answer.ShouldNameAsync(member);
        page.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await page.Content.ReadAsStringAsync()).ShouldContain("role=\"alert\"");
    }

    [Fact]
    public async Task Pages_are_complete_and_disjoint_also_where_records_are_of_one_moment()
    {
        var (admin, neo) = (await shared.App.CreateUserAsync("admin"), await shared.App.CreateUserAsync());
        var start = DateTimeOffset.UtcNow.AddHours(-1);
        for (var i = 0; i < 6; i++)
        {
            await shared.App.RecordAsync(admin.Id, "user.change", neo.Email, start.AddMinutes(i / 3));
            await shared.App.ExecuteAsync(
                "INSERT INTO omni2.monitoring_log (at, action, user_id, actor_id, reason, from_at) VALUES ($1, 'enabled', $2, $3, 'a reason', $1)", start.AddMinutes(i / 3).ToUniversalTime(), neo.Id, admin.Id);
        }

        using var client = shared.App.ClientFor(admin);
        var before = Uri.EscapeDataString($"{start.AddMinutes(4):O}");
        foreach (var limit in new[] { 1, 5 })
        {
            var (seen, cursor) = (new List<string>(), "");
            do
            {
                var answer = await client.GetJsonAsync($"{Auditing.Path}?subject={neo.Email}&date_to={before}&limit={limit}&cursor={cursor}");
                seen.AddRange(answer["entries"]!.AsArray().Select(entry => $"{entry!.Text("at")} {entry!.Text("source")} {entry!["id"]}"));
                cursor = answer["next_cursor"]?.GetValue<string>() ?? "";
                await shared.App.RecordAsync(admin.Id, "user.change", neo.Email, start.AddMinutes(5));
            }
            while (cursor.Length > 0);

            seen.Count.ShouldBe(12);
            seen.ShouldBeUnique();
            seen.Select(entry => entry.Split(' ')[0]).ShouldBeInOrder(SortDirection.Descending);
        }
    }

    [Fact]
    public async Task Who_is_gone_is_named_by_their_id_and_can_be_looked_for_by_it()
    {
        const int Gone = 2_000_000_011;
        var subject = $"s-{Guid.NewGuid():N}";
        await shared.App.RecordAsync(Gone, "role.delete", subject);
        var admin = await shared.App.CreateUserAsync("admin");
        using var client = shared.App.ClientFor(admin);
        using var browser = await shared.App.SignInAsync(admin);

        var entry = (await client.AuditAsync($"actor={Gone}&subject={subject}")).ShouldHaveSingleItem();
        using var page = await browser.GetPageAsync($"/admin/audit?subject={subject}");

        entry["actor_id"]!.GetValue<int>().ShouldBe(Gone);
        entry["actor_email"].ShouldBeNull();
        page.QuerySelector("#rows")!.TextContent.ShouldContain($"user {Gone}");
    }

    [Theory]
    [InlineData("UPDATE omni2.audit_log SET subject = 'nicer' WHERE subject = $1")]
    [InlineData("DELETE FROM omni2.audit_log WHERE subject = $1")]
    [InlineData("TRUNCATE omni2.audit_log")]
    public async Task The_log_takes_new_rows_only(string sql)
    {
        var subject = $"s-{Guid.NewGuid():N}";
        await shared.App.RecordAsync(1, "role.change", subject);
        object[] parameters = sql.Contains("$1", StringComparison.Ordinal) ? [subject] : [];

        var refused = await Should.ThrowAsync<PostgresException>(() => shared.App.ExecuteAsync(sql, parameters));

        refused.MessageText.ShouldBe("audit_log only takes new rows");
        (await shared.App.AuditOfAsync(subject)).ShouldHaveSingleItem();
    }
}
