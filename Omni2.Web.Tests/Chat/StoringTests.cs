using Npgsql;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

/// <summary>What a client may rely on when it has received the frame that ends a message.</summary>
public sealed class StoringTests(PricedModelApp shared) : IClassFixture<PricedModelApp>
{
    private static readonly string[] WholeFlow = ["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "llm_complete"];

    [Fact]
    public async Task With_done_the_flow_is_committed()
    {
        var (neo, conversation) = await TalkAsync();

        var flow = await shared.App.OnlyFlowOfAsync(neo);

        flow.Status.ShouldBe("completed");
        flow.Source.ShouldBe("chat");
        flow.ConversationId.ShouldBe(conversation);
        flow.CompletedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(flow.CreatedAt);
        flow.FlowData.Select(member => member.Key).ShouldBe(["session_id", "user_id", "events"], ignoreOrder: true);
        flow.EventTypes.ShouldBe(WholeFlow);
        var complete = flow.Data("llm_complete");
        complete["model"]!.GetValue<string>().ShouldBe(FakeModelServer.Model);
        (complete["tokens_input"]!.GetValue<int>(), complete["tokens_output"]!.GetValue<int>(), complete["cost_usd"]!.GetValue<decimal>()).ShouldBe((11, 1, 0.013m));
    }

    [Fact]
    public async Task With_done_both_messages_the_summary_and_the_usage_are_committed()
    {
        var (neo, conversation) = await TalkAsync();

        (await shared.App.MessagesOfAsync(neo)).ShouldBe([("user", "What are owls?"), ("assistant", "Birds.")]);
        (await shared.App.ScalarAsync<string>("SELECT concat_ws('|', message_count, tokens, trim_scale(cost_usd), status, first_message, ended_at >= started_at) FROM omni2.conversations WHERE conversation_id = $1", conversation))
            .ShouldBe("1|12|0.013|completed|What are owls?|t");
        (await shared.App.ScalarAsync<string>("SELECT concat_ws('|', trim_scale(cost_usd), tokens_input, tokens_output, messages) FROM omni2.usage_days WHERE user_id = $1 AND day = (now() AT TIME ZONE 'UTC')::date", neo.Id))
            .ShouldBe("0.013|11|1|1");
    }

    [Fact]
    public async Task With_done_every_event_is_stored_in_its_order()
    {
        var (neo, _) = await TalkAsync();

        (await shared.App.ScalarAsync<string>("SELECT string_agg(event->>'event_type', ' ' ORDER BY position) FROM omni2.flow_events WHERE user_id = $1", neo.Id))
            .ShouldBe(string.Join(' ', WholeFlow));
    }

    [Fact]
    public async Task With_the_error_of_a_refusal_the_message_is_committed()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        await shared.App.ExecuteAsync("UPDATE omni2.users SET cost_limit_daily = 0 WHERE id = $1", neo.Id);

        var error = await chat.SayAsync("What are owls?");

        (await shared.App.FlowAsync(error)).Status.ShouldBe("refused");
        (await shared.App.MessagesOfAsync(neo)).ShouldBe([("user", "What are owls?")]);
        (await shared.App.ScalarAsync<string>("SELECT concat_ws('|', status, message_count) FROM omni2.conversations WHERE conversation_id = $1", chat.ConversationId)).ShouldBe("refused|1");
    }

    // A database that crashes within milliseconds of a message's arrival comes back without it.
    [Fact]
    public async Task A_message_whose_beginning_was_lost_is_stored_whole_with_done()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        shared.Model.Next(async exchange =>
        {
            await shared.App.ExecuteAsync("DELETE FROM omni2.messages WHERE user_id = $1", neo.Id);
            await shared.App.ExecuteAsync("DELETE FROM omni2.interaction_flows WHERE user_id = $1", neo.Id);
            await shared.App.ExecuteAsync("DELETE FROM omni2.conversations WHERE user_id = $1", neo.Id);
            await exchange.AnswerAsync("Birds.");
        });

        (await chat.SayAsync("What are owls?"))["type"]!.GetValue<string>().ShouldBe("done");

        (await shared.App.OnlyFlowOfAsync(neo)).EventTypes.ShouldBe(WholeFlow);
        (await shared.App.MessagesOfAsync(neo)).ShouldBe([("user", "What are owls?"), ("assistant", "Birds.")]);
        (await shared.App.ScalarAsync<string>("SELECT concat_ws('|', message_count, tokens, status) FROM omni2.conversations WHERE conversation_id = $1", chat.ConversationId)).ShouldBe("1|12|completed");
    }

    [Fact]
    public async Task A_conversation_counts_its_messages_and_tells_its_latest_status()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);

        await chat.SayAsync("One");
        shared.Model.Next(exchange => exchange.StatusAsync(500, "{}"));
        await chat.SayAsync("Two");

        (await shared.App.ScalarAsync<string>("SELECT concat_ws('|', status, message_count, first_message) FROM omni2.conversations WHERE conversation_id = $1", chat.ConversationId)).ShouldBe("failed|2|One");
        (await shared.App.ScalarAsync<bool>("SELECT ended_at = (SELECT max(completed_at) FROM omni2.interaction_flows f WHERE f.conversation_id = c.conversation_id) FROM omni2.conversations c WHERE conversation_id = $1", chat.ConversationId)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_two_queries_of_the_contract_work_as_written()
    {
        var (neo, conversation) = await TalkAsync();
        var conversations = $"""
            SELECT DISTINCT conversation_id, MIN(created_at) AS started_at, COUNT(*) AS message_count
            FROM omni2.interaction_flows WHERE user_id = {neo.Id} AND conversation_id IS NOT NULL
            GROUP BY conversation_id ORDER BY started_at DESC;
            """;
        var sessions = $"""
            SELECT session_id, created_at, flow_data FROM omni2.interaction_flows
            WHERE conversation_id = '{conversation}' ORDER BY created_at;
            """;

        (await shared.App.ScalarAsync<Guid>(conversations)).ShouldBe(conversation);
        (await shared.App.ScalarAsync<Guid>(sessions)).ShouldBe((await shared.App.OnlyFlowOfAsync(neo)).SessionId);
    }

    [Fact]
    public async Task A_message_costs_two_statements_besides_its_events()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        await chat.SayAsync("Before the count");
        await shared.App.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        var before = await StatementsAsync();

        await chat.SayAsync("Counted");

        var after = await StatementsAsync();
        var grown = after.Where(entry => entry.Value > before.GetValueOrDefault(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value - before.GetValueOrDefault(entry.Key));
        grown.ShouldAllBe(entry => entry.Value == 1);
        grown.Keys.Select(query => query.Split([' ', '\n'], 2)[0]).ShouldBe(["WITH", "WITH"]);
    }

    // Events are stored in groups, by the number of commits that happened to come between; the rest of these look for peers and abandoned flows.
    private async Task<Dictionary<string, long>> StatementsAsync()
    {
        await using var connection = new NpgsqlConnection(shared.App.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            SELECT query, sum(calls)::bigint FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND query !~ 'pg_stat_statements|flow_events|pg_locks|pg_advisory|pg_type|instance_key = \$1|monitoring|^(BEGIN|COMMIT|SET|DISCARD)' GROUP BY query
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var statements = new Dictionary<string, long>();
        while (await reader.ReadAsync())
        {
            statements[reader.GetString(0)] = reader.GetInt64(1);
        }

        return statements;
    }

    private async Task<(TestUser Person, Guid Conversation)> TalkAsync()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        shared.Model.NextAnswer("Birds.");
        (await chat.SayAsync("What are owls?"))["type"]!.GetValue<string>().ShouldBe("done");
        return (neo, chat.ConversationId);
    }
}
