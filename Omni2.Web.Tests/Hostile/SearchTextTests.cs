using System.Net;
using AngleSharp.Dom;
using Omni2.Web.Tests.Conversations;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Every parameter of the two searches, over conversations and over people, in the API and on the pages.</summary>
public sealed class SearchTextTests(HostileWorld world) : HostileTests(world)
{
    private static readonly string[] Words = ["user", "conversation_id", "mcp_server", "tool", "tz"];
    private static readonly string[] Checked = ["user_id", "date_from", "date_to", "limit", "cursor"];

    public static TheoryData<string> Texts => HostileTexts.Names();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_a_word_it_is_looked_for_and_as_a_number_a_date_or_a_cursor_it_is_named(string name)
    {
        var text = HostileTexts.InAddress(HostileTexts.Of(name));
        foreach (var member in Words)
        {
            using var answer = await World.Api.GetAsync($"{Conversing.Path}?{member}={text}");
            await answer.JsonAsync();
        }

        foreach (var member in Checked)
        {
            using var answer = await World.Api.GetAsync($"{Conversing.Path}?{member}={text}");
            await answer.ShouldNameAsync(member);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task The_page_shows_it_in_its_field_as_text(string name)
    {
        var text = HostileTexts.Of(name);
        foreach (var member in Words.Concat(Checked))
        {
            using var answer = await World.Browser.Client.GetAsync($"/analytics/conversations?{member}={HostileTexts.InAddress(text)}");

            answer.StatusCode.ShouldBe(Checked.Contains(member) ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
            using var page = await BrowserLikeClient.ParseAsync(await answer.ShouldBeDecentAsync(text));
            if (page.QuerySelector($"form [name={member}]") is { } field)
            {
                field.GetAttribute("value").ShouldBe(HostileTexts.Kept(text));
            }

            page.QuerySelectorAll("script:not([src]), img, [onfocus]").ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_person_with_such_a_name_is_found_by_it_and_only_they(string name)
    {
        var marker = $"{Guid.NewGuid():N}";
        var part = HostileTexts.Of(name)[..Math.Min(200, HostileTexts.Of(name).Length)] + marker;
        var person = World.Neo;
        await World.App.ExecuteAsync("UPDATE omni2.users SET full_name = $2 WHERE id = $1", person.Id, HostileTexts.Kept(part));
        var conversation = await World.App.AddConversationAsync(person, DateTimeOffset.UtcNow);
        var asked = HostileTexts.InAddress(part);

        (await World.Api.GetJsonAsync($"/api/v1/monitoring/users?q={asked}"))["users"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<int>().ShouldBe(person.Id);
        (await World.Api.FindAsync($"user={asked}")).Ids().ShouldContain(conversation);
        foreach (var field in new[] { "email", "user" })
        {
            using var list = await World.Browser.GetPageAsync($"/people/suggestions?{field}={asked}");
            list.QuerySelectorAll("[role=option]").ShouldHaveSingleItem().TextContent.ShouldContain(HostileTexts.Kept(part));
            list.QuerySelectorAll("script, img, [onfocus]").ShouldBeEmpty();
        }
    }
}
