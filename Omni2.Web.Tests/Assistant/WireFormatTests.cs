using System.Text;
using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

public abstract class WireFormatTests(string provider) : ModelServerTests(provider)
{
    [Fact]
    public async Task Chunks_may_be_split_anywhere_even_inside_a_character()
    {
        await HearBodyAsync(async exchange =>
        {
            foreach (var value in Encoding.UTF8.GetBytes(Body(exchange)))
            {
                await exchange.RawAsync(new[] { value });
            }
        });
    }

    [Fact]
    public Task Lines_may_end_with_CRLF() =>
        HearBodyAsync(exchange => exchange.RawAsync(Body(exchange).ReplaceLineEndings("\r\n")));

    [Fact]
    public Task Comments_and_unknown_fields_are_no_text() =>
        HearBodyAsync(exchange => exchange.RawAsync(": keep-alive\n\nretry: 10\n: \n\n"
            + Body(exchange).Replace("data: ", "id: 1\n: c\nunknown: x\ndata:", StringComparison.Ordinal)));

    [Theory]
    [InlineData("""a\ud83d""", """\ude00b""", "a😀b")]
    [InlineData("""a\uD83D""", """b""", "a\uFFFDb")]
    [InlineData("""a\u0000""", """\ude00\ud83d\ude00b""", "a\uFFFD\uFFFD😀b")]
    [InlineData("""a\ude00""", """b\ud83d""", "a\uFFFDb\uFFFD")]
    public async Task Half_characters_meet_again_or_are_replaced(string first, string second, string expected)
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.JsonTextAsync($"\"{first}\"");
            await exchange.JsonTextAsync($"\"{second}\"");
            await exchange.FinishAsync();
            await exchange.DoneAsync();
        });

        (await App.HearAsync()).Text.ShouldBe(expected);
    }

    [Fact]
    public async Task Many_small_events_are_not_one_large_one()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            for (var i = 0; i < 150; i++)
            {
                await exchange.RawAsync($": {new string('x', 10_000)}\r\n\r\n");
            }

            await exchange.RawAsync(exchange.Dialect.Answer("ok"));
            await exchange.EndAsync();
        });

        (await App.HearAsync()).Text.ShouldBe("ok");
    }

    private protected static string Body(ModelExchange exchange) => exchange.Dialect.Answer("Grüße ", "日本語 ", "😀", "\\ud83d");

    private protected async Task HearBodyAsync(Func<ModelExchange, Task> send)
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await send(exchange);
            await exchange.EndAsync();
        });

        var heard = await App.HearAsync();

        heard.Failure.ShouldBeNull();
        heard.Text.ShouldBe("Grüße 日本語 😀\\ud83d");
    }
}

public sealed class OpenAIWireFormatTests() : WireFormatTests(AssistantProviders.OpenAI)
{
    [Fact]
    public Task The_name_of_an_event_does_not_matter() =>
        HearBodyAsync(exchange => exchange.RawAsync(Body(exchange).Replace("data: ", "event: x\ndata: ", StringComparison.Ordinal)));
}

public sealed class AnthropicWireFormatTests() : WireFormatTests(AssistantProviders.Anthropic)
{
    [Fact]
    public Task What_is_not_known_yet_is_ignored() => HearBodyAsync(exchange => exchange.RawAsync(
        AnthropicDialect.Event("tomorrow", """{"type":"tomorrow"}""")
        + Body(exchange).Replace(
            exchange.Dialect.KeepAlive,
            AnthropicDialect.BlockStart(1, """{"type":"tomorrow_block","text":"not this"}""")
            + AnthropicDialect.BlockDelta(1, """{"type":"tomorrow_delta","text":"nor this"}""")
            + exchange.Dialect.KeepAlive,
            StringComparison.Ordinal)));

    [Fact]
    public Task Pings_may_come_at_any_time() => HearBodyAsync(exchange => exchange.RawAsync(
        Body(exchange).Replace("event: content", exchange.Dialect.KeepAlive + "event: content", StringComparison.Ordinal)));
}
