using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

public sealed class OpenAIAnswerTests() : AnswerTests(AssistantProviders.OpenAI)
{
    private protected override string RequestLine => "POST /v1/chat/completions HTTP/1.1";

    private protected override (string Role, string Text)[] TwoQuestionsInARow =>
        [("user", "One"), ("user", "Two"), ("assistant", "Yes?"), ("user", "Three"), ("user", "Four")];

    [Fact]
    public async Task The_provider_is_asked_in_its_own_words()
    {
        await App.HearAsync("What is up?");

        var request = App.Server.Requests.ShouldHaveSingleItem();
        request.RequestLine.ShouldBe(RequestLine);
        request.Headers["Authorization"].ShouldBe($"Bearer {AssistantHarness.Key}");
        request.Body.GetProperty("model").GetString().ShouldBe("configured-model");
        request.Body.GetProperty("stream").GetBoolean().ShouldBeTrue();
        request.Body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
        request.Body.GetProperty("max_tokens").GetInt32().ShouldBe(4096);
        request.Messages.ShouldBe([("system", ConversationWindow.SystemPrompt), ("user", "What is up?")]);
    }

    [Fact]
    public async Task A_refusal_is_the_answer()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync(OpenAIDialect.Delta("""{"refusal":"I must not."}"""));
            await exchange.FinishAsync();
            await exchange.DoneAsync();
        });

        (await App.HearAsync()).Text.ShouldBe("I must not.");
    }
}
