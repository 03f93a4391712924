using System.Threading.Channels;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class LostConnectionsTests(ModelApp shared) : IClassFixture<ModelApp>
{
    [Fact]
    public async Task Connections_lost_between_messages_lose_no_message()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        await chat.SayAsync("One");

        await LoseConnectionsAsync();

        (await chat.SayAsync("Two"))["type"]!.GetValue<string>().ShouldBe("done");
        (await shared.App.FlowsOfAsync(neo)).Select(flow => flow.Status).ShouldBe(["completed", "completed"]);
    }

    [Fact]
    public async Task Connections_lost_before_the_history_is_read_do_not_lose_it()
    {
        var neo = await shared.App.CreateUserAsync();
        var earlier = await shared.App.OpenChatAsync(neo);
        await earlier.SayAsync("One");
        await earlier.DisposeAsync();
        await using var chat = await shared.App.OpenChatAsync(neo, $"?conversation_id={earlier.ConversationId}");

        await LoseConnectionsAsync();

        (await chat.SayAsync("Two"))["type"]!.GetValue<string>().ShouldBe("done");
        shared.Model.Requests[^1].Messages[1].ShouldBe(("user", "One"));
    }

    [Fact]
    public async Task Connections_lost_in_mid_answer_lose_no_message_and_no_event()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var held = shared.Model.NextHeld("One", " two");
        await chat.SendAsync(new { type = "message", text = "Count" });
        await chat.ReceiveUntilAsync("token");

        await LoseConnectionsAsync();
        held.Release();

        (await chat.ReceiveUntilAsync("done", "error"))["type"]!.GetValue<string>().ShouldBe("done");
        (await shared.App.OnlyFlowOfAsync(neo)).EventTypes.Count.ShouldBe(7);
        (await shared.App.ScalarAsync<long>("SELECT count(*) FROM omni2.flow_events WHERE user_id = $1", neo.Id)).ShouldBe(7);
        (await shared.App.MessagesOfAsync(neo)).ShouldBe([("user", "Count"), ("assistant", "One two")]);
    }

    [Fact]
    public async Task Connections_lost_again_and_again_lose_nothing_and_count_nothing_twice()
    {
        const int Messages = 10;
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => shared.App.CreateUserAsync()));
        // Cut whenever one message more has its end, in the middle of the others': how fast the machine is changes nothing.
        var ends = Channel.CreateUnbounded<bool>();
        var losing = Task.Run(async () =>
        {
            await foreach (var _ in ends.Reader.ReadAllAsync())
            {
                await LoseConnectionsAsync();
            }
        });

        await Task.WhenAll(people.Select(person => TalkAsync(person, Messages, ends.Writer)));
        ends.Writer.Complete();
        await losing;

        foreach (var person in people)
        {
            (await shared.App.FlowsOfAsync(person)).Count(flow => flow.Status == "completed" && flow.EventTypes.Count == 7).ShouldBe(Messages);
            (await shared.App.MessagesOfAsync(person)).Count.ShouldBe(2 * Messages);
            (await shared.App.ScalarAsync<int>("SELECT messages FROM omni2.usage_days WHERE user_id = $1", person.Id)).ShouldBe(Messages);
            (await shared.App.ScalarAsync<int>("SELECT message_count FROM omni2.conversations WHERE user_id = $1", person.Id)).ShouldBe(Messages);
        }
    }

    [Fact]
    public async Task A_chat_that_cannot_be_checked_is_turned_away_and_may_come_back()
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("ALTER TABLE omni2.user_blocks RENAME TO away");

        var closed = await Should.ThrowAsync<SocketClosedException>(() => shared.App.OpenChatAsync(neo));
        await shared.App.ExecuteAsync("ALTER TABLE omni2.away RENAME TO user_blocks");

        (closed.Code, closed.Reason).ShouldBe((1011, "Omni2 could not check whether you may chat. Try again in a moment."));
        await using var chat = await shared.App.OpenChatAsync(neo);
        (await chat.SayAsync("Hello"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    private async Task TalkAsync(TestUser person, int messages, ChannelWriter<bool> ends)
    {
        await using var chat = await OpenInTroubleAsync(person);
        for (var i = 0; i < messages; i++)
        {
            (await chat.SayAsync("Hello"))["type"]!.GetValue<string>().ShouldBe("done");
            ends.TryWrite(true);
        }
    }

    // Signing in reads the person: in such trouble a client has to come back.
    private async Task<ChatConnection> OpenInTroubleAsync(TestUser person)
    {
        while (true)
        {
            try
            {
                return await shared.App.OpenChatAsync(person);
            }
            catch (RefusedUpgradeException e) when (e.Status == 500)
            {
                // The next try finds other connections.
            }
            catch (SocketClosedException e) when (e.Code == 1011)
            {
                // So it is told when the connections are lost right after the upgrade.
            }
        }
    }

    // The app's own: the tests' connections have another name.
    private Task<int> LoseConnectionsAsync() => shared.App.ExecuteAsync(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'omni2' AND pid <> pg_backend_pid()");
}
