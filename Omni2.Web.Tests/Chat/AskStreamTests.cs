using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class AskStreamTests(ModelApp shared) : IClassFixture<ModelApp>
{
    [Fact]
    public async Task An_answer_streams_and_is_stored_as_a_single_request()
    {
        var neo = await shared.App.CreateUserAsync();
        var held = shared.Model.NextHeld("One", " two");
        using var client = shared.App.ClientFor(neo);

        using var asked = await AskedQuestion.AskAsync(client, "Count");
        var first = (await asked.NextAsync())!.Value;
        held.Release();
        var rest = await asked.RestAsync();

        asked.Answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        asked.Answer.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        (first.Type, first.Data.ToJsonString()).ShouldBe(("token", """{"text":"One"}"""));
        rest.Select(item => item.Type).ShouldBe(["token", "done"]);
        var result = rest[^1].Data;
        (result.Text("answer"), result["conversation_id"]).ShouldBe(("One two", null));
        var flow = await shared.App.OnlyFlowOfAsync(neo);
        (flow.SessionId.ToString(), flow.ConversationId, flow.Source, flow.Status).ShouldBe((result.Text("session_id"), null, "sse", "completed"));
        flow.EventTypes.ShouldBe(["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "llm_complete"]);
        (await shared.App.MessagesOfAsync(neo)).ShouldBe([("user", "Count"), ("assistant", "One two")]);
        (await shared.App.ScalarAsync<int>("SELECT messages FROM omni2.usage_days WHERE user_id = $1", neo.Id)).ShouldBe(1);
        (await shared.App.ScalarAsync<long>("SELECT count(*) FROM omni2.conversations WHERE user_id = $1", neo.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task Requests_know_nothing_of_each_other()
    {
        var (neo, trinity) = (await shared.App.CreateUserAsync(), await shared.App.CreateUserAsync());
        foreach (var person in new[] { neo, trinity, neo })
        {
            using var client = shared.App.ClientFor(person);
            using var asked = await AskedQuestion.AskAsync(client, "Who was here before?");
            (await asked.RestAsync())[^1].Type.ShouldBe("done");
        }

        shared.Model.Requests.TakeLast(3).ShouldAllBe(request => request.Messages.Count(message => message.Role != "system") == 1);
    }

    [Fact]
    public async Task The_answer_to_a_client_that_leaves_is_stored_whole()
    {
        var neo = await shared.App.CreateUserAsync();
        var held = shared.Model.NextHeld("One", " two");
        using (var client = shared.App.ClientFor(neo))
        using (var asked = await AskedQuestion.AskAsync(client, "Count"))
        {
            await asked.NextAsync();
        }

        held.Release();

        await Until.TrueAsync(async () => (await shared.App.FlowsOfAsync(neo)) is [{ Status: "completed" }]);
        (await shared.App.MessagesOfAsync(neo))[1].ShouldBe(("assistant", "One two"));
    }

    [Fact]
    public async Task A_model_that_fails_ends_the_stream_with_an_error()
    {
        var neo = await shared.App.CreateUserAsync();
        shared.Model.Next(exchange => exchange.StatusAsync(401, """{"error":{"message":"invalid key sk-secret"}}"""));
        using var client = shared.App.ClientFor(neo);

        using var asked = await AskedQuestion.AskAsync(client, "Count");
        var (type, data) = (await asked.RestAsync()).ShouldHaveSingleItem();

        (type, data.Text("code")).ShouldBe(("error", "llm_unavailable"));
        data.ToJsonString().ShouldNotContain("sk-secret");
        (await shared.App.OnlyFlowOfAsync(neo)).Status.ShouldBe("failed");
    }

    [Theory]
    [InlineData("{}", "message")]
    [InlineData("""{"message":7}""", "message")]
    [InlineData("""{"message":"  "}""", "message")]
    [InlineData("[]", "body")]
    [InlineData("no json", "body")]
    public async Task A_body_without_a_message_is_refused_by_its_member(string body, string member)
    {
        var neo = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(neo);

        using var answer = await client.PostJsonAsync("/ask/stream", body);

        (await answer.ProblemAsync(HttpStatusCode.BadRequest))["errors"]!.Members().ShouldBe([member]);
        (await shared.App.FlowsOfAsync(neo)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_asks_without_a_sign_in_or_from_another_sites_page()
    {
        var neo = await shared.App.CreateUserAsync();
        using var nobody = shared.App.ClientFor(null);
        using var browser = await shared.App.SignInAsync(neo);

        using var unknown = await nobody.PostJsonAsync("/ask/stream", """{"message":"Hello"}""");
        using var foreign = await browser.Client.PostJsonAsync("/ask/stream", """{"message":"Hello"}""");

        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await shared.App.FlowsOfAsync(neo)).ShouldBeEmpty();
    }
}

/// <summary>What the chat refuses, a single request does not get either.</summary>
public sealed class AskStreamChecksTests(PricedModelApp priced) : IClassFixture<PricedModelApp>
{
    [Theory]
    [InlineData("UPDATE omni2.users SET active = false WHERE id = $1", "auth_check")]
    [InlineData("UPDATE omni2.users SET cost_limit_daily = 0 WHERE id = $1", "usage_check")]
    [InlineData("INSERT INTO omni2.user_blocks (user_id, reason, services, created_at) VALUES ($1, 'r', '{chat}', now())", "block_check")]
    public async Task The_checks_of_the_chat_refuse_here_too(string sql, string check)
    {
        var neo = await priced.App.CreateUserAsync();
        await priced.App.ExecuteAsync(sql, neo.Id);
        using var client = priced.App.ClientFor(neo);

        using var asked = await AskedQuestion.AskAsync(client, "Count");

        (await asked.RestAsync()).ShouldHaveSingleItem().Type.ShouldBe("error");
        var flow = await priced.App.OnlyFlowOfAsync(neo);
        (flow.Status, flow.EventTypes[^2], flow.EventTypes[^1]).ShouldBe(("refused", check, "error"));
        priced.Model.Requests.ShouldBeEmpty();
    }
}
