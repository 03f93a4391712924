using System.Net;
using AngleSharp.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>The fields with which monitoring is enabled, in the API and on the page.</summary>
public sealed class ReasonTextTests(HostileWorld world) : HostileTests(world)
{
    private const int MostCharacters = 500;

    public static TheoryData<string> Texts => HostileTexts.Names();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_reason_is_kept_exactly_and_shown_as_text(string name)
    {
        var (reason, person) = (Short(name), World.Trinity);

        using var answer = await World.Browser.PostFormAsync("/live-updates", new() { ["email"] = person.Email, ["ttl_hours"] = "1", ["reason"] = reason }, "/live-updates/enable");

        if (HostileTexts.IsNoForm(reason))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return;
        }

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        (await KeptAsync(person)).ShouldBe(HostileTexts.Kept(reason).Trim());
        using var page = await World.Browser.GetPageAsync("/live-updates");
        page.QuerySelectorAll("#monitored tr").Single(row => row.TextContent.Contains(person.Email, StringComparison.Ordinal))
            .QuerySelector("[data-label=Reason]")!.TextContent.ShouldBe(HostileTexts.Kept(reason).Trim());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task The_api_keeps_it_too_or_names_what_is_no_text(string name)
    {
        var (reason, person) = (Short(name), World.Trinity);

        using var answer = await World.Api.PostJsonAsync(
            "/api/v1/monitoring/enable", $$"""{"user_ids":[{{person.Id}}],"ttl_hours":1,"reason":{{HostileTexts.InJson(reason)}}}""");

        if (reason.EnumerateRunes().Any(rune => rune.Value == 0xFFFD))
        {
            await answer.ShouldNameAsync("reason");
            return;
        }

        await answer.JsonAsync();
        (await KeptAsync(person)).ShouldBe(HostileTexts.Kept(reason).Trim());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_a_person_or_as_hours_it_is_refused_beside_the_field_and_shown_there_as_text(string name)
    {
        var text = HostileTexts.Of(name);

        using var answer = await World.Browser.PostFormAsync("/live-updates", new() { ["email"] = text, ["ttl_hours"] = text, ["reason"] = "r" }, "/live-updates/enable");

        var html = await answer.ShouldBeDecentAsync(text);
        if (HostileTexts.IsNoForm(text))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return;
        }

        using var form = await BrowserLikeClient.ParseAsync(html);
        foreach (var field in new[] { "email", "ttl" })
        {
            form.QuerySelector($"#{field}-error")!.TextContent.ShouldNotBeEmpty();
            form.QuerySelector($"#{field}")!.GetAttribute("value").ShouldBe(HostileTexts.Kept(text));
        }

        form.QuerySelectorAll("script, img, [onfocus]").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("user_ids")]
    [InlineData("ttl_hours")]
    public async Task As_a_number_of_the_api_it_is_named(string member)
    {
        foreach (var text in HostileTexts.All)
        {
            var body = $$"""{"user_ids":[{{World.Neo.Id}}],"ttl_hours":1,"reason":"r"}""";
            var wrong = body.Replace(member == "user_ids" ? $"{World.Neo.Id}" : ":1,", member == "user_ids" ? HostileTexts.InJson(text) : $":{HostileTexts.InJson(text)},", StringComparison.Ordinal);

            using var answer = await World.Api.PostJsonAsync("/api/v1/monitoring/enable", wrong);

            await answer.ShouldNameAsync(member);
        }
    }

    private static string Short(string name) => HostileTexts.Of(name)[..Math.Min(MostCharacters, HostileTexts.Of(name).Length)];

    private Task<string?> KeptAsync(TestUser person) =>
        World.App.ScalarAsync<string>("SELECT reason FROM omni2.monitoring_grants WHERE user_id = $1", person.Id);
}
