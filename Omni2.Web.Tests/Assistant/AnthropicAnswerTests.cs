using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

public sealed class AnthropicAnswerTests() : AnswerTests(AssistantProviders.Anthropic)
{
    private protected override string RequestLine => "POST /v1/messages HTTP/1.1";

    // The Messages API refuses two turns of the same side in a row.
    private protected override (string Role, string Text)[] TwoQuestionsInARow =>
        [("user", "One\n\nTwo"), ("assistant", "Yes?"), ("user", "Three\n\nFour")];

    [Fact]
    public async Task The_provider_is_asked_in_its_own_words()
    {
        await App.HearAsync("What is up?");

        var request = App.Server.Requests.ShouldHaveSingleItem();
        request.RequestLine.ShouldBe(RequestLine);
        request.Headers["Authorization"].ShouldBe($"Bearer {AssistantHarness.Key}");
        request.Headers.Keys.ShouldContain("anthropic-version");
        request.Body.GetProperty("model").GetString().ShouldBe("configured-model");
        request.Body.GetProperty("stream").GetBoolean().ShouldBeTrue();
        request.Body.GetProperty("max_tokens").GetInt32().ShouldBe(4096);
        request.Body.GetProperty("system")[0].GetProperty("text").GetString().ShouldBe(ConversationWindow.SystemPrompt);
        request.Messages.ShouldBe([("user", "What is up?")]);
    }

    [Fact]
    public async Task Keys_and_addresses_in_the_environment_of_the_SDK_do_not_count()
    {
        (string Name, string Value)[] environment =
            [("ANTHROPIC_API_KEY", "sk-somebody's"), ("ANTHROPIC_AUTH_TOKEN", "sk-somebody's"), ("ANTHROPIC_BASE_URL", "http://127.0.0.1:1")];
        Array.ForEach(environment, pair => Environment.SetEnvironmentVariable(pair.Name, pair.Value));
        try
        {
            await using var app = StartAnother(("ApiKey", null));

            await app.HearAsync();

            app.Server.Requests.ShouldHaveSingleItem().Headers.Values.ShouldAllBe(value => !value.Contains("sk-"));
        }
        finally
        {
            Array.ForEach(environment, pair => Environment.SetEnvironmentVariable(pair.Name, null));
        }
    }

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("pause_turn", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("refusal", "content_filter")]
    [InlineData("a-reason-of-tomorrow", "stop")]
    public async Task A_stop_reason_is_put_into_the_words_of_the_field(string stopReason, string finishReason)
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.FinishAsync(stopReason);
            await exchange.DoneAsync();
        });

        (await App.HearAsync()).Summary!.FinishReason.ShouldBe(finishReason);
    }

    [Fact]
    public async Task The_last_usage_counts()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync(AnthropicDialect.MessageStart(25) + exchange.Dialect.Finish("stop", 9) + exchange.Dialect.Usage(27, 15));
            await exchange.DoneAsync();
        });

        (await App.HearAsync()).Summary.ShouldBe(new("fake-model", 27, 15, UsageEstimated: false, "stop"));
    }

    [Fact]
    public async Task Thoughts_are_no_part_of_the_answer()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync(AnthropicDialect.MessageStart(11)
                + AnthropicDialect.BlockStart(0, """{"type":"thinking","thinking":"","signature":""}""")
                + AnthropicDialect.BlockDelta(0, """{"type":"thinking_delta","thinking":"Let me see."}""")
                + AnthropicDialect.BlockDelta(0, """{"type":"signature_delta","signature":"EqQB"}""")
                + AnthropicDialect.BlockStop(0)
                + AnthropicDialect.BlockStart(1, """{"type":"text","text":"It "}""")
                + AnthropicDialect.BlockDelta(1, """{"type":"text_delta","text":"is so."}""")
                + exchange.Dialect.Ending(11, 20));
            await exchange.DoneAsync();
        });

        (await App.HearAsync()).Text.ShouldBe("It is so.");
    }
}
