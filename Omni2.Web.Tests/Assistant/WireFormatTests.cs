using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

public sealed class WireFormatTests : IAsyncDisposable
{
    private readonly AssistantHarness _app = new();

    [Fact]
    public async Task Chunks_may_be_split_anywhere_even_inside_a_character()
    {
        var body = Encoding.UTF8.GetBytes(ModelExchange.Body("Grüße ", "日本語 ", "😀", "\\ud83d"));
        await HearBodyAsync(async exchange =>
        {
            foreach (var value in body)
            {
                await exchange.RawAsync(new[] { value });
            }
        });
    }

    [Fact]
    public Task Lines_may_end_with_CRLF() =>
        HearBodyAsync(exchange => exchange.RawAsync(ModelExchange.Body("Grüße ", "日本語 ", "😀", "\\ud83d").ReplaceLineEndings("\r\n")));

    [Fact]
    public Task Comments_and_unknown_fields_are_no_text() =>
        HearBodyAsync(exchange => exchange.RawAsync(": keep-alive\n\nretry: 10\n: \n\n"
            + ModelExchange.Body("Grüße ", "日本語 ", "😀", "\\ud83d").Replace("data: ", "event: x\nid: 1\n: c\ndata:", StringComparison.Ordinal)));

    [Theory]
    [InlineData("""{"content":"a\ud83d"}""", """{"content":"\ude00b"}""", "a😀b")]
    [InlineData("""{"content":"a\uD83D"}""", """{"content":"b"}""", "a\uFFFDb")]
    [InlineData("""{"content":"a\u0000"}""", """{"content":"\ude00\ud83d\ude00b"}""", "a\uFFFD\uFFFD😀b")]
    [InlineData("""{"content":"a\ude00"}""", """{"content":"b\ud83d"}""", "a\uFFFDb\uFFFD")]
    public async Task Half_characters_meet_again_or_are_replaced(string first, string second, string expected)
    {
        _app.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.DeltaAsync(first);
            await exchange.DeltaAsync(second);
            await exchange.FinishAsync();
            await exchange.DoneAsync();
        });

        (await _app.HearAsync()).Text.ShouldBe(expected);
    }

    [Fact]
    public async Task Many_small_events_are_not_one_large_one()
    {
        _app.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            for (var i = 0; i < 150; i++)
            {
                await exchange.RawAsync($": {new string('x', 10_000)}\r\n\r\n");
            }

            await exchange.RawAsync(ModelExchange.Body("ok"));
            await exchange.EndAsync();
        });

        (await _app.HearAsync()).Text.ShouldBe("ok");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HearBodyAsync(Func<ModelExchange, Task> send)
    {
        _app.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await send(exchange);
            await exchange.EndAsync();
        });

        var heard = await _app.HearAsync();

        heard.Failure.ShouldBeNull();
        heard.Text.ShouldBe("Grüße 日本語 😀\\ud83d");
    }
}
