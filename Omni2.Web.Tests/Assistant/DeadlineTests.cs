using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

public abstract class DeadlineTests(string provider) : ModelServerTests(provider)
{
    private readonly TaskCompletionSource _serverHasIt = new();
    private readonly TaskCompletionSource _serverSawTheEnd = new();

    [Fact]
    public async Task A_server_that_sends_no_headers_is_given_up_after_the_idle_time()
    {
        App.Server.Next(StallAsync);
        await using var answer = App.Ask("Hello?");
        var next = answer.MoveNextAsync().AsTask();
        await _serverHasIt.Task.WaitAsync(AssistantHarness.Patience);

        App.Time.Advance(TimeSpan.FromSeconds(59));
        next.IsCompleted.ShouldBeFalse();
        App.Time.Advance(TimeSpan.FromSeconds(1));

        await ShouldTimeOutAsync(next, "60 seconds");
    }

    [Fact]
    public async Task A_stream_that_stalls_is_given_up_after_the_idle_time()
    {
        App.Server.Next(StallAfterAsync("so far"));
        await using var answer = App.Ask("Hello?");
        await ShouldHearAsync(answer, "so far");
        // What our own reader takes is not the server's.
        App.Time.Advance(TimeSpan.FromSeconds(100));

        var next = answer.MoveNextAsync().AsTask();
        App.Time.Advance(TimeSpan.FromSeconds(59));
        next.IsCompleted.ShouldBeFalse();
        App.Time.Advance(TimeSpan.FromSeconds(1));

        await ShouldTimeOutAsync(next, "60 seconds");
    }

    [Fact]
    public async Task A_keep_alive_is_no_token()
    {
        var keptAlive = new TaskCompletionSource();
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("so far");
            await keptAlive.Task;
            await exchange.RawAsync(exchange.Dialect.KeepAlive);
            await StallAsync(exchange);
        });
        await using var answer = App.Ask("Hello?");
        await ShouldHearAsync(answer, "so far");

        var next = answer.MoveNextAsync().AsTask();
        App.Time.Advance(TimeSpan.FromSeconds(59));
        keptAlive.SetResult();
        await _serverHasIt.Task.WaitAsync(AssistantHarness.Patience);
        App.Time.Advance(TimeSpan.FromSeconds(1));

        await ShouldTimeOutAsync(next, "60 seconds");
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_given_up_after_the_overall_time()
    {
        App.Server.Next(StallAfterAsync([.. Enumerable.Repeat("x", 6)]));
        await using var answer = App.Ask("Hello?");
        for (var i = 0; i < 6; i++)
        {
            await ShouldHearAsync(answer, "x");
            App.Time.Advance(TimeSpan.FromSeconds(49));
        }

        var next = answer.MoveNextAsync().AsTask();
        next.IsCompleted.ShouldBeFalse();
        App.Time.Advance(TimeSpan.FromSeconds(6));

        await ShouldTimeOutAsync(next, "300 seconds");
    }

    [Fact]
    public async Task The_overall_time_holds_for_all_answers_to_a_message_together()
    {
        App.Server.Next(StallAfterAsync("so far"));
        await using var answer = App.Ask(AssistantHarness.Request("Hello?") with { TimeUsed = TimeSpan.FromSeconds(250) });
        await ShouldHearAsync(answer, "so far");

        var next = answer.MoveNextAsync().AsTask();
        App.Time.Advance(TimeSpan.FromSeconds(49));
        next.IsCompleted.ShouldBeFalse();
        App.Time.Advance(TimeSpan.FromSeconds(1));

        await ShouldTimeOutAsync(next, "300 seconds");
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    public async Task A_message_without_time_left_does_not_reach_the_server(int secondsUsed)
    {
        var heard = await App.HearAsync(AssistantHarness.Request("Hello?") with { TimeUsed = TimeSpan.FromSeconds(secondsUsed) });

        heard.Failure.ShouldNotBeNull().Reason.ShouldBe(AssistantFailureReason.Timeout);
        heard.Failure.Message.ShouldContain("300 seconds");
        App.Server.Requests.ShouldBeEmpty();
        App.Logs.Entries.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_finished_answer_does_not_wait_long_for_its_usage()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RoleAsync();
            await exchange.RawAsync(exchange.Dialect.Text("\"all\"") + exchange.Dialect.Finish("stop"));
            await exchange.ClientGone;
        });
        await using var answer = App.Ask("Hello?");
        await ShouldHearAsync(answer, "all");

        var next = answer.MoveNextAsync().AsTask();
        App.Time.Advance(TimeSpan.FromSeconds(5));

        (await next).ShouldBeTrue();
        answer.Current.ShouldBeOfType<AnswerSummary>().UsageEstimated.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_that_stops_closes_the_connection(bool inMidStream)
    {
        App.Server.Next(inMidStream ? StallAfterAsync("so far") : StallAsync);
        using var stop = new CancellationTokenSource();
        await using var answer = App.Ask("Hello?", stop.Token);
        if (inMidStream)
        {
            await ShouldHearAsync(answer, "so far");
        }

        var next = answer.MoveNextAsync().AsTask();
        await _serverHasIt.Task.WaitAsync(AssistantHarness.Patience);
        await stop.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(next)).CancellationToken.ShouldBe(stop.Token);
        await _serverSawTheEnd.Task.WaitAsync(AssistantHarness.Patience);
        App.Logs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_that_goes_away_closes_the_connection()
    {
        App.Server.Next(StallAfterAsync("so far"));
        await using (var answer = App.Ask("Hello?"))
        {
            await ShouldHearAsync(answer, "so far");
        }

        await _serverSawTheEnd.Task.WaitAsync(AssistantHarness.Patience);
    }

    private static async Task ShouldHearAsync(IAsyncEnumerator<AnswerPart> answer, string text)
    {
        (await answer.MoveNextAsync()).ShouldBeTrue();
        answer.Current.ShouldBe(new AnswerText(text));
    }

    private async Task ShouldTimeOutAsync(Task next, string advice)
    {
        var failure = await Should.ThrowAsync<AssistantException>(next);
        failure.Reason.ShouldBe(AssistantFailureReason.Timeout);
        failure.Message.ShouldContain(advice);
        App.Logs.Entries.ShouldHaveSingleItem();
        await _serverSawTheEnd.Task.WaitAsync(AssistantHarness.Patience);
    }

    private async Task StallAsync(ModelExchange exchange)
    {
        _serverHasIt.SetResult();
        await exchange.ClientGone;
        _serverSawTheEnd.SetResult();
    }

    private Func<ModelExchange, Task> StallAfterAsync(params string[] chunks) => async exchange =>
    {
        await exchange.StartAsync();
        foreach (var chunk in chunks)
        {
            await exchange.TextAsync(chunk);
        }

        await StallAsync(exchange);
    };
}

public sealed class OpenAIDeadlineTests() : DeadlineTests(AssistantProviders.OpenAI);

public sealed class AnthropicDeadlineTests() : DeadlineTests(AssistantProviders.Anthropic);
