using Microsoft.Extensions.Logging;
using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

public abstract class FailureTests(string provider) : ModelServerTests(provider)
{
    private const string Question = "my private words";
    private protected const string ProviderText = "provider-detail";

    [Theory]
    [InlineData(401, "administrator must check the key")]
    [InlineData(403, "administrator must check the key")]
    [InlineData(404, "administrator must check both")]
    [InlineData(400, "did not accept the message")]
    [InlineData(302, "has moved")]
    [InlineData(429, "busy. Send the message again in a moment")]
    [InlineData(500, "trouble of its own")]
    [InlineData(503, "trouble of its own")]
    [InlineData(529, "trouble of its own")]
    public async Task A_refusal_says_what_to_do(int status, string advice)
    {
        App.Server.Next(exchange => exchange.StatusAsync(status, Echo, ("Location", "http://127.0.0.1:1/")));

        var failure = await FailAsync();

        failure.Message.ShouldContain(advice);
        App.Server.Requests.Count.ShouldBe(1, "it is not tried again");
        App.Logs.Entries.ShouldHaveSingleItem().Message.ShouldContain($"HTTP status {status}");
    }

    [Theory]
    [InlineData("7", "in 7 seconds")]
    [InlineData("1", "in 1 second.")]
    [InlineData("Fri, 20 Nov 2026 12:00:30 GMT", "in 30 seconds")]
    [InlineData("Fri, 20 Nov 2026 11:00:00 GMT", "in a moment")]
    [InlineData("soon", "in a moment")]
    public async Task A_busy_server_says_how_long_to_wait(string retryAfter, string advice)
    {
        App.Server.Next(exchange => exchange.StatusAsync(429, Echo, ("Retry-After", retryAfter)));

        (await FailAsync()).Message.ShouldContain(advice);
    }

    [Fact]
    public async Task A_server_that_is_not_there_cannot_be_reached()
    {
        await App.Server.DisposeAsync();

        (await FailAsync()).Message.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_what_was_said()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("so far");
            await exchange.RawAsync("data: {\"choi");
            await exchange.DataAsync(ProviderText);
            exchange.Break();
        });

        await FailAsync("so far");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_ends_without_a_finish_reason_is_broken(bool endMark)
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("so far");
            await exchange.RawAsync($": {ProviderText}\n\n{(endMark ? exchange.Dialect.End : "")}");
            await exchange.EndAsync();
        });

        (await FailAsync("so far")).Message.ShouldContain("broke off");
    }

    [Fact]
    public async Task A_break_after_the_finish_reason_loses_only_the_usage()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("all of it");
            await exchange.FinishAsync();
            exchange.Break();
        });

        var heard = await App.HearAsync();

        heard.Failure.ShouldBeNull();
        heard.Text.ShouldBe("all of it");
        heard.Summary!.UsageEstimated.ShouldBeTrue();
    }

    [Theory]
    [InlineData("<html>provider-detail my private words</html>")]
    [InlineData("{\"error\":\"provider-detail my private words\"}")]
    [InlineData("data: provider-detail my private words\n\n")]
    [InlineData("data: []\n\n")]
    [InlineData("data: 7\n\n")]
    public Task Garbage_is_no_answer(string body) => ShouldBeNoAnswerAsync(body);

    [Theory]
    [InlineData("data: ")]
    [InlineData("")]
    [InlineData("data: x\ndata: ")]
    public async Task A_line_of_ten_megabytes_is_not_swallowed(string start)
    {
        var clientHungUp = new TaskCompletionSource();
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync(start);
            for (var i = 0; i < 160 && !exchange.Gone.IsCancellationRequested; i++)
            {
                await Should.NotThrowAsync(() => SendAsync(exchange));
            }

            await exchange.ClientGone;
            clientHungUp.SetResult();
        });

        (await FailAsync()).Message.ShouldContain("no answer");
        await clientHungUp.Task.WaitAsync(AssistantHarness.Patience);
    }

    private protected async Task<AssistantException> ShouldBeNoAnswerAsync(string body, string textBefore = "")
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync(body);
            await exchange.EndAsync();
        });

        return await FailAsync(textBefore);
    }

    private static string Echo => $$$"""{"error":{"message":"{{{ProviderText}}} {{{Question}}} {{{AssistantHarness.Key}}}"}}""";

    private static async Task SendAsync(ModelExchange exchange)
    {
        try
        {
            await exchange.RawAsync(new string('x', 65_536));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It hung up, as it should.
        }
    }

    /// <summary>Asks, and checks what holds for every failure: nothing private in it, and one line in the log.</summary>
    private protected async Task<AssistantException> FailAsync(string textBefore = "")
    {
        var heard = await App.HearAsync(Question);
        heard.Text.ShouldBe(textBefore);
        var failure = heard.Failure.ShouldNotBeNull();
        failure.Reason.ShouldBe(AssistantFailureReason.Unavailable);
        App.Logs.Entries.ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Warning);
        foreach (var secret in (string[])[AssistantHarness.Key, Question, ProviderText, "127.0.0.1"])
        {
            failure.ToString().ShouldNotContain(secret);
            App.Logs.Everything.ShouldNotContain(secret);
        }

        return failure;
    }
}
