using System.Net;
using AngleSharp.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows.Playback;

public sealed class PlaybackPageTests(SharedApp shared)
{
    [Fact]
    public async Task A_recording_has_every_event_in_its_order_and_says_that_it_is_one()
    {
        var talk = await shared.App.RecordAsync("use server_time", "Hello");
        var page = await OpenAsync(talk.Person, $"conversation={talk.Conversation}");

        var stored = (await shared.App.FlowsOfAsync(talk.Person)).SelectMany(flow => flow.Events).Select(node => node.Text("node_id"));
        page.QuerySelectorAll(".event").Select(each => each.GetAttribute("data-node")).ShouldBe(stored);
        page.QuerySelectorAll(".recording-part").Length.ShouldBe(2);
        var region = page.QuerySelector(".recording")!;
        region.GetAttribute("aria-label").ShouldBe($"Recording of {talk.Person.Email}");
        region.QuerySelector(".badge")!.TextContent.ShouldBe("Recording");
        page.QuerySelectorAll("[id]").Select(each => each.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task Without_script_everything_is_shown_and_the_player_is_not()
    {
        var talk = await shared.App.RecordAsync("Hello");
        var page = await OpenAsync(talk.Person, $"session={talk.Session}");

        page.QuerySelector("[data-player]")!.HasAttribute("hidden").ShouldBeTrue();
        page.QuerySelectorAll(".recording-part [hidden]").ShouldBeEmpty();
        page.QuerySelector(".session-head")!.GetAttribute("data-status").ShouldBe("completed");
    }

    [Fact]
    public async Task A_long_silence_between_messages_is_told()
    {
        var talk = await shared.App.RecordAsync("Hello", "Hello again");
        await shared.App.ExecuteAsync(
            """
            UPDATE omni2.interaction_flows SET created_at = created_at - interval '12 minutes 30 seconds', flow_data = jsonb_set(flow_data, '{events}', (
                SELECT jsonb_agg(jsonb_set(event, '{timestamp}', to_jsonb(((event->>'timestamp')::numeric - 750)::text)) ORDER BY place)
                FROM jsonb_array_elements(flow_data->'events') WITH ORDINALITY AS stored (event, place)))
            WHERE session_id = $1
            """,
            talk.Session);

        var page = await OpenAsync(talk.Person, $"conversation={talk.Conversation}");

        page.QuerySelectorAll(".silence").ShouldHaveSingleItem().TextContent.Trim().ShouldBe("12 min later");
    }

    [Fact]
    public async Task What_people_wrote_is_in_no_recording()
    {
        var talk = await shared.App.RecordAsync("use server_time {\"time_zone\":\"Pacific/Chatham\"}", "tawny-owl-secret");
        using var auditor = shared.App.ClientFor(await shared.App.CreateUserAsync("auditor"));

        foreach (var query in new[] { $"session={talk.Session}", $"conversation={talk.Conversation}" })
        {
            var page = await auditor.GetStringAsync($"/analytics/playback?{query}");
            page.ShouldContain($"/tool-calls/{talk.Session}/");
            page.ShouldNotContain("Chatham");
            page.ShouldNotContain("tawny");
        }
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{\"events\":7}", true)]
    public async Task A_message_of_which_nothing_is_recorded_is_said_to_have_just_arrived(string data, bool completed)
    {
        var person = await shared.App.CreateUserAsync();
        var session = Guid.NewGuid();
        await shared.App.ExecuteAsync(
            """
            INSERT INTO omni2.interaction_flows (session_id, user_id, source, status, flow_data, created_at, completed_at, instance_key)
            VALUES ($1, $2, 'sse', 'completed', $3::jsonb, now(), CASE WHEN $4 THEN now() END, 0)
            """,
            session, person.Id, data, completed);

        (await OpenAsync(person, $"session={session}")).QuerySelector(".empty-title")!.TextContent.ShouldBe("Nothing is recorded yet");
    }

    [Fact]
    public async Task An_answer_that_still_runs_is_played_as_far_as_it_came()
    {
        var talk = await shared.App.RecordAsync("Hello");
        await shared.App.ExecuteAsync("UPDATE omni2.interaction_flows SET completed_at = NULL, flow_data = '{\"events\":[]}' WHERE session_id = $1", talk.Session);
        await shared.App.ExecuteAsync("DELETE FROM omni2.flow_events WHERE session_id = $1 AND event->>'event_type' = 'llm_complete'", talk.Session);

        var page = await OpenAsync(talk.Person, $"session={talk.Session}");

        page.QuerySelectorAll(".event").Length.ShouldBe(6);
        page.QuerySelector(".recording .notice")!.TextContent.ShouldContain("still running");
    }

    [Fact]
    public async Task Of_a_very_long_conversation_the_latest_sessions_are_played_and_the_page_says_so()
    {
        var talk = await shared.App.RecordAsync("Hello", "Hello again");
        await shared.App.ExecuteAsync(
            """
            UPDATE omni2.interaction_flows SET flow_data = jsonb_set(flow_data, '{events}', (
                SELECT jsonb_agg(event) FROM generate_series(1, 2001), LATERAL (SELECT flow_data->'events'->0 AS event) first))
            WHERE session_id = $1
            """,
            talk.Session);

        var page = await OpenAsync(talk.Person, $"conversation={talk.Conversation}");

        page.QuerySelectorAll(".session").ShouldHaveSingleItem().Id.ShouldBe($"session-{talk.Sessions[1]}");
        page.QuerySelector(".recording .notice")!.TextContent.ShouldContain("at most 2,000 events: the first message of this conversation is left out");
    }

    [Theory]
    [InlineData("?session=nonsense", "#session-error")]
    [InlineData("?conversation=7%00%3Cb%3E", "#conversation-error")]
    [InlineData("?session=0199a3c1-5f1e-7c3a-9d2e-4b6f8a1c2d3e&session=0199a3c1-5f1e-7c3a-9d2e-4b6f8a1c2d3e", "#session-error")]
    [InlineData("?session=0199a3c1-5f1e-7c3a-9d2e-4b6f8a1c2d3e&conversation=0199a3c1-5f1e-7c3a-9d2e-4b6f8a1c2d3e", "[role=alert]")]
    public async Task A_request_that_names_no_recording_is_told_what_to_enter(string query, string error)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync());

        using var answer = await client.GetAsync($"/analytics/playback{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BrowserLikeClient.ParseAsync(answer)).QuerySelector(error).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_page_alone_asks_what_to_play()
    {
        var page = await OpenAsync(await shared.App.CreateUserAsync(), "session=&conversation=");

        page.QuerySelectorAll("main form label").Select(label => label.TextContent).ShouldBe(["Session ID", "Conversation ID"]);
        page.QuerySelector("[role=alert]").ShouldBeNull();
    }

    private async Task<IDocument> OpenAsync(TestUser reader, string query)
    {
        using var client = shared.App.ClientFor(reader);
        return await BrowserLikeClient.ParseAsync(await client.GetStringAsync($"/analytics/playback?{query}"));
    }
}
