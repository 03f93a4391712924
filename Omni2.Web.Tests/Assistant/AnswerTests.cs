using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class AnswerTests : IAsyncDisposable
{
    private readonly AssistantHarness _app = new();

    [Fact]
    public async Task An_answer_arrives_in_its_chunks_and_ends_with_a_summary()
    {
        _app.Server.NextAnswer("Hello", ", ", "world");

        var heard = await _app.HearAsync();

        heard.Chunks.ShouldBe(["Hello", ", ", "world"]);
        heard.Summary.ShouldBe(new AnswerSummary("fake-model", 11, 3, UsageEstimated: false, "stop"));
        _app.Logs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_provider_is_asked_in_its_own_words()
    {
        await _app.HearAsync("What is up?");

        var request = _app.Server.Requests.ShouldHaveSingleItem();
        request.RequestLine.ShouldBe("POST /v1/chat/completions HTTP/1.1");
        request.Headers["Authorization"].ShouldBe($"Bearer {AssistantHarness.Key}");
        request.Body.GetProperty("model").GetString().ShouldBe("configured-model");
        request.Body.GetProperty("stream").GetBoolean().ShouldBeTrue();
        request.Body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
        request.Body.GetProperty("max_tokens").GetInt32().ShouldBe(4096);
        request.Messages.ShouldBe([("system", ConversationWindow.SystemPrompt), ("user", "What is up?")]);
    }

    [Fact]
    public async Task A_server_that_needs_no_key_is_asked_without_ours()
    {
        await using var app = new AssistantHarness(("ApiKey", null));

        (await app.HearAsync()).Text.ShouldBe("Hello from the fake model.");
    }

    [Fact]
    public async Task A_base_address_may_end_with_a_slash()
    {
        await using var app = new AssistantHarness();
        await using var slashed = new AssistantHarness(("BaseUrl", $"{app.Server.BaseUrl}/"));

        await slashed.HearAsync();

        app.Server.Requests.ShouldHaveSingleItem().RequestLine.ShouldBe("POST /v1/chat/completions HTTP/1.1");
    }

    [Fact]
    public void An_answer_that_was_stopped_can_be_estimated() =>
        _app.Assistant.Estimate([new(ChatRole.User, "Why?")], "12345678", "stopped").ShouldBe(
            new("configured-model", ((ConversationWindow.SystemPrompt.Length + 3) / 4) + 1, 2, UsageEstimated: true, "stopped"));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(null, null)]
    public async Task Usage_that_is_not_reported_is_estimated_and_marked(int? input, int? output)
    {
        _app.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("12345678");
            await exchange.FinishAsync();
            await (input is null ? Task.CompletedTask : exchange.UsageAsync(input.Value, output!.Value));
            await exchange.DoneAsync();
        });

        var summary = (await _app.HearAsync("Why?")).Summary.ShouldNotBeNull();

        summary.UsageEstimated.ShouldBeTrue();
        summary.TokensOutput.ShouldBe(2);
        summary.TokensInput.ShouldBe(((ConversationWindow.SystemPrompt.Length + 3) / 4) + 1);
    }

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    [InlineData("stop")]
    public async Task The_finish_reason_is_reported(string reason)
    {
        _app.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.FinishAsync(reason);
            await exchange.DoneAsync();
        });

        (await _app.HearAsync()).Summary!.FinishReason.ShouldBe(reason);
    }

    [Fact]
    public async Task A_refusal_is_the_answer()
    {
        _app.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.DeltaAsync("""{"refusal":"I must not."}""");
            await exchange.FinishAsync();
            await exchange.DoneAsync();
        });

        (await _app.HearAsync()).Text.ShouldBe("I must not.");
    }

    [Fact]
    public async Task A_server_that_ignores_the_output_limit_is_cut_off()
    {
        await using var app = new AssistantHarness(("MaxOutputTokens", "2"));
        var serverSawTheEnd = new TaskCompletionSource();
        app.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync(new string('a', 31) + "😀" + new string('b', 100));
            await exchange.ClientGone;
            serverSawTheEnd.SetResult();
        });

        var heard = await app.HearAsync();

        heard.Text.ShouldBe(new string('a', 31));
        heard.Summary!.FinishReason.ShouldBe("length");
        heard.Summary.UsageEstimated.ShouldBeTrue();
        await serverSawTheEnd.Task.WaitAsync(AssistantHarness.Patience);
    }

    [Fact]
    public async Task The_whole_response_is_the_collected_stream()
    {
        var response = await _app.Get<IChatClient>().GetResponseAsync("What is up?");

        response.Text.ShouldBe("Hello from the fake model.");
        response.Usage!.InputTokenCount.ShouldBe(11);
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
