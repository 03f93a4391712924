using System.Net;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations.Reading;

public sealed class ConversationApiTests(SharedApp shared)
{
    private const string Path = "/api/v1/activities/conversation";

    [Fact]
    public async Task A_conversation_is_given_whole_and_in_order()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var client = shared.App.ClientFor(past.Person);

        var document = await client.GetJsonAsync($"{Path}/{past.Conversation}");

        document.Members().ShouldBe(["conversation", "messages", "flows", "tool_calls"]);
        document["conversation"]!.Text("conversation_id").ShouldBe($"{past.Conversation}");
        var messages = PastWorld.Objects(document["messages"]);
        messages.Select(message => message.Text("role")).ShouldBe(["user", "assistant", "user", "assistant"]);
        messages.Select(message => message.Text("text")).ShouldBe((await shared.App.MessagesOfAsync(past.Person)).Take(4).Select(message => message.Text));
        messages.Select(message => message.Text("session_id")).Distinct().ShouldBe([$"{past.First}", $"{past.Second}"]);
        var flows = PastWorld.Objects(document["flows"]);
        flows.Select(flow => flow.Text("session_id")).ShouldBe([$"{past.First}", $"{past.Second}"]);
        var stored = (await shared.App.FlowsOfAsync(past.Person)).Single(flow => flow.SessionId == past.Second);
        JsonNode.DeepEquals(flows[1]["flow_data"], stored.FlowData).ShouldBeTrue();
        var call = PastWorld.Objects(document["tool_calls"]).ShouldHaveSingleItem();
        (call.Text("mcp"), call.Text("tool"), call.Text("status"), call.Text("session_id"), call["arguments"]!.ToJsonString()).ShouldBe(("omni2", "my_usage", "ok", $"{past.Second}", "{}"));
        call.Text("result").ShouldContain("spent_usd");
    }

    [Theory]
    [InlineData("operator", false)]
    [InlineData("auditor", true)]
    [InlineData("admin", true)]
    public async Task Words_are_given_to_who_may_read_them(string role, bool mayRead)
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync(role));

        var document = await client.GetJsonAsync($"{Path}/{past.Conversation}");

        document.ToJsonString().Contains("owls", StringComparison.Ordinal).ShouldBe(mayRead);
        PastWorld.Objects(document["messages"]).ShouldAllBe(message => (message["text"] == null) != mayRead);
        PastWorld.Objects(document["tool_calls"]).ShouldAllBe(call => (call["arguments"] == null) != mayRead && (call["result"] == null) != mayRead);
        (document["conversation"]!["first_message"] is null).ShouldBe(!mayRead);
        PastWorld.Objects(document["flows"]).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Another_person_and_an_unknown_id_get_the_same_404()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var other = shared.App.ClientFor(await shared.App.CreateUserAsync());
        using var nobody = shared.App.ClientFor(null);

        var theirs = await (await other.GetAsync($"{Path}/{past.Conversation}")).ProblemAsync(HttpStatusCode.NotFound);
        var unknown = await (await other.GetAsync($"{Path}/{Guid.NewGuid()}")).ProblemAsync(HttpStatusCode.NotFound);

        theirs.Text("detail").ShouldBe(unknown.Text("detail"));
        (await other.GetAsync($"{Path}/no-id")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nobody.GetAsync($"{Path}/{past.Conversation}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Monitoring_opens_only_what_was_written_since_it_began()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        var watcher = await shared.App.CreateUserAsync("operator");
        using var client = shared.App.ClientFor(watcher);
        (await client.PostJsonAsync("/api/v1/monitoring/enable", $$"""{"user_ids":[{{past.Person.Id}}],"ttl_hours":1,"reason":"A test"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using (var chat = await shared.App.OpenChatAsync(past.Person, $"?conversation_id={past.Conversation}"))
        {
            await chat.SayAsync("Said while watched");
        }

        var messages = PastWorld.Objects((await client.GetJsonAsync($"{Path}/{past.Conversation}"))["messages"]);

        messages.Select(message => message["text"] is null).ShouldBe([true, true, true, true, false, false]);
        messages[4].Text("text").ShouldBe("Said while watched");
    }
}
