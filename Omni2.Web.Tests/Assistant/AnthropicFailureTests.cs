using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

public sealed class AnthropicFailureTests() : FailureTests(AssistantProviders.Anthropic)
{
    [Theory]
    [InlineData("overloaded_error", "trouble of its own", 529)]
    [InlineData("api_error", "trouble of its own", 500)]
    [InlineData("timeout_error", "trouble of its own", 504)]
    [InlineData("rate_limit_error", "busy. Send the message again in a moment", 429)]
    [InlineData("authentication_error", "administrator must check the key", 401)]
    [InlineData("permission_error", "administrator must check the key", 403)]
    [InlineData("billing_error", "no credit", 402)]
    [InlineData("not_found_error", "administrator must check both", 404)]
    [InlineData("invalid_request_error", "did not accept the message", 400)]
    [InlineData("request_too_large", "did not accept the message", 413)]
    [InlineData("provider-detail", "trouble of its own", 500)]
    public async Task An_error_in_mid_stream_says_what_to_do(string type, string advice, int status)
    {
        var dialect = new AnthropicDialect();
        var body = dialect.Opening() + dialect.Text("\"so far\"") + AnthropicDialect.Error(type, $"{ProviderText} my private words {AssistantHarness.Key}");

        var failure = await ShouldBeNoAnswerAsync(body, "so far");

        failure.Message.ShouldContain(advice);
        App.Logs.Everything.ShouldContain($"HTTP status {status}");
    }

    [Theory]
    [InlineData("event: error\ndata: provider-detail\n\n")]
    [InlineData("event: error\ndata: {\"error\":7}\n\n")]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":[\"provider-detail\"]}}\n\n")]
    [InlineData("event: message_start\ndata: {\"type\":\"message_start\"}\n\n")]
    [InlineData("event: message_start\ndata: {\"type\":\"message_start\",\"message\":\"provider-detail\"}\n\n")]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":7}}\n\n")]
    [InlineData("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":\"provider-detail\"}\n\n")]
    public Task Events_that_are_none_are_no_answer(string body) => ShouldBeNoAnswerAsync(body);
}
