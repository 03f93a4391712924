using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

[Collection(nameof(ManagedApp))]
public sealed class BlockApiTests(ManagedApp world)
{
    [Fact]
    public async Task A_block_closes_an_open_chat_at_once_with_its_message()
    {
        var (neo, trinity) = (await world.App.CreateUserAsync(), await world.App.CreateUserAsync());
        await using var chat = await world.App.OpenChatAsync(neo);
        await using var second = await world.App.OpenChatAsync(neo);
        await using var others = await world.App.OpenChatAsync(trinity);
        var message = $"Come back on Monday. {new string('x', 200)}";

        using var answer = await BlockAsync(neo, new { reason = "for administrators only", message });

        var block = await answer.JsonAsync();
        block.Members().ShouldBe(["reason", "message", "until", "services"]);
        block["services"]!.ToJsonString().ShouldBe("""["chat","mcp"]""");
        foreach (var socket in new[] { chat, second })
        {
            var error = await socket.ReceiveAsync();
            var closed = await socket.ReceiveCloseAsync();
            (error.Text("code"), error.Text("error")).ShouldBe(("blocked", message));
            (closed.Code, closed.Reason).ShouldBe((1008, message[..123]));
        }

        (await others.SayAsync("Still here?")).Text("type").ShouldBe("done");
        JsonNode.DeepEquals((await world.Api.GetJsonAsync($"/api/v1/users/{neo.Id}"))["block"], block).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lifted_block_lets_the_person_in_again()
    {
        var neo = await world.App.CreateUserAsync();
        using var blocked = await BlockAsync(neo, new { reason = "so" });
        (await ConnectAsync(neo)).ShouldBe("blocked");

        using var lifted = await world.Api.DeleteAsync($"/api/v1/users/{neo.Id}/block");
        using var again = await world.Api.DeleteAsync($"/api/v1/users/{neo.Id}/block");

        (lifted.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NoContent));
        (await ConnectAsync(neo)).ShouldBeNull();
        (await world.RecordedAsync(neo.Email)).Select(change => change.Action).ShouldBe(["user.block", "user.unblock"]);
    }

    [Fact]
    public async Task A_block_that_is_over_lifts_itself()
    {
        var neo = await world.App.CreateUserAsync();
        using var blocked = await BlockAsync(neo, new { reason = "so", until = DateTimeOffset.UtcNow.AddHours(1) });
        (await blocked.JsonAsync())["until"]!.GetValue<DateTimeOffset>().Offset.ShouldBe(TimeSpan.Zero);
        (await ConnectAsync(neo)).ShouldBe("blocked");

        await world.App.ExecuteAsync("UPDATE omni2.user_blocks SET until = now() - interval '1 second' WHERE user_id = $1", neo.Id);

        (await ConnectAsync(neo)).ShouldBeNull();
        (await world.Api.GetJsonAsync($"/api/v1/users/{neo.Id}"))["block"].ShouldBeNull();
        using var lifted = await world.Api.DeleteAsync($"/api/v1/users/{neo.Id}/block");
        (await world.RecordedAsync(neo.Email)).Select(change => change.Action).ShouldBe(["user.block"]);
    }

    [Fact]
    public async Task A_block_of_the_gateway_leaves_the_chat()
    {
        var neo = await world.App.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);

        using var gateway = await BlockAsync(neo, new { reason = "so", services = new[] { "mcp" } });
        (await chat.SayAsync("Still here?")).Text("type").ShouldBe("done");
        using var both = await BlockAsync(neo, new { reason = "so", services = new[] { "mcp", "chat" } });

        (await chat.ReceiveCloseAsync()).Code.ShouldBe(1008);
    }

    [Fact]
    public async Task A_block_that_changes_nothing_is_not_recorded()
    {
        var neo = await world.App.CreateUserAsync();
        foreach (var reason in new[] { "so", "so", "otherwise" })
        {
            using var answer = await BlockAsync(neo, new { reason, until = "2100-01-31" });
            (await answer.JsonAsync()).Text("until").ShouldBe("2100-01-31T00:00:00+00:00");
        }

        var recorded = await world.RecordedAsync(neo.Email);
        recorded.Select(change => change.Action).ShouldBe(["user.block", "user.block"]);
        (recorded[0].Before, recorded[1].Before!.Text("reason"), recorded[1].After!.Text("reason")).ShouldBe((null, "so", "otherwise"));
    }

    [Fact]
    public async Task Nobody_blocks_themselves_or_who_is_not_there()
    {
        using var self = await BlockAsync(world.Admin, new { reason = "so" });
        using var unknown = await world.Api.PutAsJsonAsync("/api/v1/users/999999999/block", new { reason = "so" });
        using var unknownLifted = await world.Api.DeleteAsync("/api/v1/users/999999999/block");

        await self.ProblemAsync(HttpStatusCode.Conflict);
        await unknown.ProblemAsync(HttpStatusCode.NotFound);
        await unknownLifted.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("reason", "{}")]
    [InlineData("reason", """{"reason":"  "}""")]
    [InlineData("reason", """{"reason":5}""")]
    [InlineData("message", """{"reason":"so","message":{}}""")]
    [InlineData("until", """{"reason":"so","until":"2001-01-01T00:00:00Z"}""")]
    [InlineData("until", """{"reason":"so","until":"tomorrow"}""")]
    [InlineData("until", """{"reason":"so","until":"01/02/2100"}""")]
    [InlineData("until", """{"reason":"so","until":4102444800}""")]
    [InlineData("services", """{"reason":"so","services":[]}""")]
    [InlineData("services", """{"reason":"so","services":["chat","mail"]}""")]
    [InlineData("services", """{"reason":"so","services":"chat"}""")]
    public async Task What_is_not_valid_is_refused_by_its_member(string member, string body)
    {
        var neo = await world.App.CreateUserAsync();

        using var answer = await world.Api.PutJsonAsync($"/api/v1/users/{neo.Id}/block", body);

        await answer.ShouldNameAsync(member);
        (await ConnectAsync(neo)).ShouldBeNull();
    }

    private Task<HttpResponseMessage> BlockAsync(TestUser person, object block) => world.Api.PutAsJsonAsync($"/api/v1/users/{person.Id}/block", block);

    /// <summary>The code of the error that turns them away; null when they are welcome.</summary>
    private async Task<string?> ConnectAsync(TestUser person)
    {
        await using var chat = await ChatConnection.ConnectAsync(
            new Uri(world.App.Address, "/ws/chat"), options => options.SetRequestHeader("Authorization", $"Bearer {world.App.TokenFor(person)}"));
        var frame = await chat.ReceiveAsync();
        return frame.Text("type") == "welcome" ? null : frame.Text("code");
    }
}

public sealed class BlockOnEveryInstanceTests(TwoApps apps) : IClassFixture<TwoApps>
{
    [Fact]
    public async Task A_block_that_was_not_heard_of_closes_the_chats_when_the_listener_is_back()
    {
        var neo = await apps.A.CreateUserAsync();
        await using var chat = await apps.A.OpenChatAsync(neo);
        await apps.A.BlockUnheardAsync(neo, "so", "Until Tuesday.");

        await apps.A.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1::bigint::oid AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", (long)Omni2.Web.Data.AdvisoryLocks.InstanceClass);

        (await chat.ReceiveAsync()).Text("error").ShouldBe("Until Tuesday.");
        (await chat.ReceiveCloseAsync()).Code.ShouldBe(1008);
    }

    [Fact]
    public async Task A_block_closes_the_chats_on_every_instance()
    {
        var (admin, neo) = (await apps.A.CreateUserAsync("admin"), await apps.A.CreateUserAsync());
        await using var here = await apps.A.OpenChatAsync(neo);
        await using var there = await apps.B.OpenChatAsync(neo);
        using var api = apps.A.ClientFor(admin);

        using var answer = await api.PutAsJsonAsync($"/api/v1/users/{neo.Id}/block", new { reason = "so", message = "Until Monday." });

        foreach (var chat in new[] { here, there })
        {
            (await chat.ReceiveAsync()).Text("error").ShouldBe("Until Monday.");
            var closed = await chat.ReceiveCloseAsync();
            (closed.Code, closed.Reason).ShouldBe((1008, "Until Monday."));
        }
    }
}
