using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public abstract class AnswerTests(string provider) : ModelServerTests(provider)
{
    private protected abstract string RequestLine { get; }

    [Fact]
    public async Task An_answer_arrives_in_its_chunks_and_ends_with_a_summary()
    {
        App.Server.NextAnswer("Hello", ", ", "world");

        var heard = await App.HearAsync();

        heard.Chunks.ShouldBe(["Hello", ", ", "world"]);
        heard.Summary.ShouldBe(new AnswerSummary("fake-model", 11, 3, UsageEstimated: false, "stop"));
        App.Logs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_needs_no_key_is_asked_without_ours()
    {
        await using var app = StartAnother(("ApiKey", null));

        (await app.HearAsync()).Text.ShouldBe("Hello from the fake model.");
    }

    [Fact]
    public async Task A_base_address_may_end_with_a_slash()
    {
        await using var slashed = StartAnother(("BaseUrl", $"{App.BaseUrl.TrimEnd('/')}/"));

        await slashed.HearAsync();

        App.Server.Requests.ShouldHaveSingleItem().RequestLine.ShouldBe(RequestLine);
    }

    /// <summary>How "One", "Two", an answer "Yes?", "Three", an empty answer and "Four" reach the provider.</summary>
    private protected abstract (string Role, string Text)[] TwoQuestionsInARow { get; }

    [Fact]
    public async Task Questions_without_an_answer_between_them_go_along_as_the_provider_takes_them()
    {
        await App.HearAsync([User("One"), User("Two"), new(ChatRole.Assistant, "Yes?"), User("Three"), new(ChatRole.Assistant, " "), User("Four")]);

        Asked().ShouldBe(TwoQuestionsInARow);
    }

    [Fact]
    public void An_answer_that_was_stopped_can_be_estimated() =>
        App.Assistant.Estimate(AssistantHarness.Request("Why?"), "12345678", "stopped").ShouldBe(
            new("configured-model", ((ConversationWindow.SystemPrompt.Length + 3) / 4) + 1, 2, UsageEstimated: true, "stopped"));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(null, null)]
    public async Task Usage_that_is_not_reported_is_estimated_and_marked(int? input, int? output)
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("12345678");
            await exchange.FinishAsync();
            await (input is null ? Task.CompletedTask : exchange.UsageAsync(input.Value, output!.Value));
            await exchange.DoneAsync();
        });

        var summary = (await App.HearAsync("Why?")).Summary.ShouldNotBeNull();

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
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.FinishAsync(reason);
            await exchange.DoneAsync();
        });

        (await App.HearAsync()).Summary!.FinishReason.ShouldBe(reason);
    }

    [Fact]
    public async Task A_server_that_ignores_the_output_limit_is_cut_off()
    {
        await using var app = StartAnother(("MaxOutputTokens", "2"));
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
        var response = await App.Get<IChatClient>().GetResponseAsync("What is up?");

        response.Text.ShouldBe("Hello from the fake model.");
        response.Usage!.InputTokenCount.ShouldBe(11);
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    private protected (string Role, string Text)[] Asked() =>
        [.. App.Server.Requests.ShouldHaveSingleItem().Messages.Where(message => message.Role != "system")];

    private static ChatMessage User(string text) => new(ChatRole.User, text);
}
