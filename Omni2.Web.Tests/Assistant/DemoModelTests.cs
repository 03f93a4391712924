using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class DemoModelTests : IAsyncDisposable
{
    private readonly AssistantHarness _app = new(("Provider", "demo"), ("DemoWordDelay", "0"));

    [Fact]
    public async Task It_says_that_it_is_a_demo_and_shows_that_it_read_the_question()
    {
        var heard = await _app.HearAsync("Which rivers cross Vienna?");

        heard.Text.ShouldContain("demo model");
        heard.Text.ShouldContain("“Which rivers cross Vienna?”");
        heard.Text.ShouldContain("*rivers*, *cross*, *Vienna*");
        heard.Text.ShouldContain("first thing that you said");
    }

    [Fact]
    public async Task It_remembers_what_was_said_before()
    {
        var heard = await _app.HearAsync([
            new(ChatRole.User, "My name is Ada."), new(ChatRole.Assistant, "Hello."),
            new(ChatRole.User, "I like maths."), new(ChatRole.Assistant, "Fine."),
            new(ChatRole.User, "What is my name?")]);

        heard.Text.ShouldContain("you said 2 things in this conversation, first: “My name is Ada.”");
    }

    [Fact]
    public async Task A_long_question_is_quoted_by_its_beginning()
    {
        var heard = await _app.HearAsync(new string('a', 79) + "😀 and so on\n\nand on");

        heard.Text.ShouldContain($"“{new string('a', 79)}…”");
    }

    [Fact]
    public async Task It_streams_words_with_their_spaces_and_reports_usage()
    {
        var heard = await _app.HearAsync("What is up?");

        heard.Chunks.Count.ShouldBeGreaterThan(20);
        heard.Chunks.ShouldAllBe(chunk => !chunk.Trim().Any(char.IsWhiteSpace));
        heard.Summary.ShouldBe(new AnswerSummary(
            DemoChatClient.ModelName, ((ConversationWindow.SystemPrompt.Length + 3) / 4) + 3, (heard.Text.Length + 3) / 4, UsageEstimated: false, "stop"));
    }

    [Theory]
    [InlineData("Please count to 3", "1 2 3")]
    [InlineData("count from 1 to 12!", "9 10 11 12")]
    [InlineData("Count to 99999999999", "1999 2000")]
    public async Task It_counts(string question, string end) => (await _app.HearAsync(question)).Text.ShouldEndWith(end);

    [Theory]
    [InlineData("Tell me a long story")]
    [InlineData("Write an essay")]
    [InlineData("A DETAILED plan, please")]
    public async Task It_talks_long_when_asked_to(string question) =>
        (await _app.HearAsync(question)).Chunks.Count.ShouldBeGreaterThan(600);

    [Fact]
    public async Task It_keeps_to_the_output_limit()
    {
        await using var app = new AssistantHarness(("Provider", "demo"), ("DemoWordDelay", "0"), ("MaxOutputTokens", "20"));

        var heard = await app.HearAsync("A long story");

        heard.Summary!.FinishReason.ShouldBe("length");
        heard.Summary.TokensOutput.ShouldBeInRange(15, 20);
    }

    [Fact]
    public async Task It_waits_between_words_and_stops_when_told_to()
    {
        await using var app = new AssistantHarness(("Provider", "demo"), ("DemoWordDelay", "00:00:00.030"));
        using var stop = new CancellationTokenSource();
        await using var answer = app.Ask("Hello", stop.Token);

        var first = answer.MoveNextAsync().AsTask();
        app.Time.Advance(TimeSpan.FromMilliseconds(29));
        first.IsCompleted.ShouldBeFalse();
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await first).ShouldBeTrue();

        var second = answer.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
