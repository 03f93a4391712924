using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Flows;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

public sealed class FlowEventTests(SharedApp shared)
{
    [Fact]
    public async Task An_event_has_exactly_the_members_of_the_contract()
    {
        var (neo, chat, flow) = await TalkAsync();

        foreach (var node in flow.Events)
        {
            node.Select(member => member.Key).ShouldBe(
                ["user_id", "session_id", "conversation_id", "node_id", "parent_id", "event_type", "timestamp", "data"], ignoreOrder: true);
            node["user_id"]!.GetValue<int>().ShouldBe(neo.Id);
            node["session_id"]!.GetValue<Guid>().ShouldBe(flow.SessionId);
            node["conversation_id"]!.GetValue<Guid>().ShouldBe(chat);
            node["node_id"]!.GetValue<Guid>().ShouldNotBe(Guid.Empty);
            node["timestamp"]!.GetValue<string>().ShouldMatch(@"^\d{10}\.\d{6}$");
        }
    }

    [Fact]
    public async Task Each_events_parent_is_the_event_before_it()
    {
        var (_, _, flow) = await TalkAsync();

        flow.Events[0]["parent_id"].ShouldBeNull();
        flow.Events.Skip(1).Select(node => node["parent_id"]!.GetValue<Guid>()).ShouldBe(flow.Events.SkipLast(1).Select(node => node["node_id"]!.GetValue<Guid>()));
    }

    [Fact]
    public async Task Timestamps_never_go_back_and_begin_with_the_message()
    {
        var (_, _, flow) = await TalkAsync();

        var times = flow.Events.Select(node => decimal.Parse(node["timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture)).ToList();

        times.ShouldBeInOrder();
        times[0].ShouldBeGreaterThanOrEqualTo((flow.CreatedAt - DateTime.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond);
    }

    [Fact]
    public async Task An_event_is_the_same_before_and_after_it_was_stored()
    {
        var (neo, _, flow) = await TalkAsync();

        var stored = await shared.App.Services.GetRequiredService<FlowEvents>().OfSessionAsync(flow.SessionId, CancellationToken.None);

        stored.Select(positioned => JsonNode.Parse(positioned.Event.Json)!.AsObject()).ShouldBe(flow.Events, new SameJson());
        stored.ShouldAllBe(positioned => positioned.Event.Session.UserId == neo.Id);
        stored.Select(positioned => positioned.Position).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task Events_never_hold_what_people_wrote()
    {
        var (neo, _, _) = await TalkAsync("tawny-owl-secret");

        (await shared.App.MessagesOfAsync(neo))[1].Text.ShouldContain("tawny-owl-secret");
        (await shared.App.ScalarAsync<string>("SELECT string_agg(event::text, '') FROM omni2.flow_events WHERE user_id = $1", neo.Id)).ShouldNotBeNull().ShouldNotContain("tawny");
        shared.App.Logs.Everything.ShouldNotContain("tawny-owl-secret");
    }

    private async Task<(TestUser Person, Guid Conversation, StoredFlow Flow)> TalkAsync(string text = "What is an owl?")
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        await chat.SayAsync(text);
        return (neo, chat.ConversationId, await shared.App.OnlyFlowOfAsync(neo));
    }

    private sealed class SameJson : IEqualityComparer<JsonObject>
    {
        public bool Equals(JsonObject? x, JsonObject? y) => JsonNode.DeepEquals(x, y);

        public int GetHashCode(JsonObject obj) => 0;
    }
}
