using System.Text;
using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

/// <summary>The calls that a model makes, as they come over the wire.</summary>
public abstract class ToolCallTests(string provider) : ModelServerTests(provider)
{
    private static readonly AssistantRequest Request = AssistantHarness.Request("What is up?", DeclaredTool.Echo, DeclaredTool.Sum);

    [Fact]
    public async Task A_call_comes_with_the_summary()
    {
        App.Server.NextCalls(("call_1", "everything_echo", """{"message":"hi","times":[1,2]}"""));

        var heard = await App.HearAsync(Request);

        heard.Text.ShouldBe("");
        heard.Summary.ShouldBe(new AnswerSummary("fake-model", 11, 1, UsageEstimated: false, "tool_calls") { ToolCalls = heard.ToolCalls });
        var call = heard.ToolCalls.ShouldHaveSingleItem();
        (call.CallId, call.Name, call.Exception).ShouldBe(("call_1", "everything_echo", null));
        call.Arguments!.Select(argument => $"{argument.Key}={argument.Value}").ShouldBe(["message=hi", "times=[1,2]"]);
        ToolCallArguments.JsonOf(call).ShouldBe("""{"message":"hi","times":[1,2]}""");
        App.Logs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_calls_keep_their_order_though_their_pieces_are_interleaved()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("Let me ");
            await exchange.TextAsync("see.");
            await exchange.StartToolCallAsync(0, "call_1", "everything_echo");
            await exchange.StartToolCallAsync(1, "call_2", "everything_get-sum");
            await exchange.ToolArgumentsAsync(1, "{\"a\":");
            await exchange.ToolArgumentsAsync(0, "{\"message\":\"");
            await exchange.ToolArgumentsAsync(1, "1}");
            await exchange.EndToolCallAsync(1);
            await exchange.ToolArgumentsAsync(0, "hi\"}");
            await exchange.EndToolCallAsync(0);
            await exchange.ToolCallAsync(2, "call_3", "everything_echo");
            await exchange.FinishAsync("tool_calls");
            await exchange.UsageAsync(30, 20);
            await exchange.DoneAsync();
        });

        var heard = await App.HearAsync(Request);

        heard.Chunks.ShouldBe(["Let me ", "see."]);
        Calls(heard).ShouldBe([
            ("call_1", "everything_echo", """{"message":"hi"}"""),
            ("call_2", "everything_get-sum", """{"a":1}"""),
            ("call_3", "everything_echo", "{}")]);
        heard.ToolCalls[2].Arguments.ShouldNotBeNull().ShouldBeEmpty();
        (heard.Summary!.TokensInput, heard.Summary.TokensOutput).ShouldBe((30, 20));
    }

    [Fact]
    public async Task Calls_may_be_split_anywhere_even_inside_a_character()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            var body = exchange.Dialect.Opening(11) + exchange.Dialect.Text("\"é\"") + exchange.Dialect.TextEnd()
                + exchange.Dialect.ToolCall(0, "call_1", "everything_echo", afterText: true)
                + exchange.Dialect.ToolArguments(0, ModelDialect.Json("{\"message\":\"Grüße "), afterText: true)
                + exchange.Dialect.ToolArguments(0, ModelDialect.Json("日本語 😀\"}"), afterText: true)
                + exchange.Dialect.ToolCallEnd(0, afterText: true)
                + exchange.Dialect.Reason("tool_calls", 5) + exchange.Dialect.End;
            foreach (var value in Encoding.UTF8.GetBytes(body))
            {
                await exchange.RawAsync(new[] { value });
            }

            await exchange.EndAsync();
        });

        Calls(await App.HearAsync(Request)).ShouldBe([("call_1", "everything_echo", """{"message":"Grüße 日本語 😀"}""")]);
    }

    [Fact]
    public async Task Half_characters_meet_again_or_are_replaced()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.StartToolCallAsync(0, "call_1", "everything_echo");
            await exchange.JsonToolArgumentsAsync(0, """ "{\"a\":\"\ud83d" """);
            await exchange.JsonToolArgumentsAsync(0, """ "\ude00\",\"b\":\"\ud83d\",\"c\":\"\u0000" """);
            await exchange.ToolArgumentsAsync(0, """\ude00 \u0000 \ud83d\ude00 \\ud83d"}""");
            await exchange.EndToolCallAsync(0);
            await exchange.FinishAsync("tool_calls");
            await exchange.DoneAsync();
        });

        var call = (await App.HearAsync(Request)).ToolCalls.ShouldHaveSingleItem();

        call.Arguments.ShouldNotBeNull().Select(argument => argument.Value!.ToString()).ShouldBe(["😀", "\uFFFD", "\uFFFD\uFFFD \uFFFD 😀 \\ud83d"]);
        ToolCallArguments.JsonOf(call).ShouldBe("""{"a":"😀","b":"�","c":"�\uFFFD \uFFFD \ud83d\ude00 \\ud83d"}""");
    }

    [Theory]
    [InlineData("{\"message\":\"hi\"")]
    [InlineData("{'message':'hi'}")]
    [InlineData("[1,2]")]
    [InlineData("\"hi\"")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("call it with hi")]
    public async Task A_call_whose_arguments_are_no_object_is_passed_on_as_unreadable(string arguments)
    {
        App.Server.NextCalls(("call_1", "everything_echo", arguments), ("call_2", "everything_echo", "{}"));

        var heard = await App.HearAsync(Request);

        heard.Failure.ShouldBeNull();
        Calls(heard).ShouldBe([("call_1", "everything_echo", arguments), ("call_2", "everything_echo", "{}")]);
        heard.ToolCalls[0].Arguments.ShouldBeNull();
        heard.ToolCalls[0].Exception.ShouldNotBeNull().Message.ShouldBe("The arguments are not a JSON object.");
        heard.ToolCalls[1].Exception.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_call_without_arguments_has_none(string arguments)
    {
        App.Server.NextCalls(("call_1", "everything_echo", arguments));

        var call = (await App.HearAsync(Request)).ToolCalls.ShouldHaveSingleItem();

        call.Arguments.ShouldNotBeNull().ShouldBeEmpty();
        ToolCallArguments.JsonOf(call).ShouldBe("{}");
    }

    [Fact]
    public async Task Ids_are_unique_and_new_ones_are_made_up()
    {
        App.Server.NextCalls(("call_1", "everything_echo", "{}"), ("call_1", "everything_get-sum", "{}"), ("", "everything_echo", "{}"), ("<b>\n", "everything_get-sum", "{}"));

        var ids = (await App.HearAsync(Request)).ToolCalls.Select(call => call.CallId).ToList();

        ids.Count.ShouldBe(4);
        ids[0].ShouldBe("call_1");
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.StartsWith("call_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_id_of_an_earlier_call_of_the_message_is_not_used_again()
    {
        App.Server.NextCalls(("call_1", "everything_echo", "{}"));
        var earlier = ToolCallArguments.Call("call_1", "everything_echo", "{}");

        var heard = await App.HearAsync(Request with
        {
            Turn = [.. Request.Turn, new(ChatRole.Assistant, [earlier]), new(ChatRole.Tool, [new FunctionResultContent("call_1", "hi")])],
        });

        heard.ToolCalls.ShouldHaveSingleItem().CallId.ShouldNotBe("call_1");
    }

    [Fact]
    public async Task A_server_that_says_stop_and_calls_means_its_calls()
    {
        App.Server.Next(exchange => CallAndFinishAsync(exchange, "stop"));

        var heard = await App.HearAsync(Request);

        heard.Summary!.FinishReason.ShouldBe("tool_calls");
        heard.ToolCalls.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task The_calls_of_an_answer_that_was_cut_off_do_not_count(string reason)
    {
        App.Server.Next(exchange => CallAndFinishAsync(exchange, reason));

        var heard = await App.HearAsync(Request);

        heard.Summary!.FinishReason.ShouldBe(reason);
        heard.ToolCalls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_promises_calls_and_makes_none_has_stopped()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("Well.");
            await exchange.FinishAsync("tool_calls");
            await exchange.DoneAsync();
        });

        var heard = await App.HearAsync(Request);

        heard.Summary!.FinishReason.ShouldBe("stop");
        heard.ToolCalls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_break_in_the_middle_of_arguments_is_no_call(bool reset)
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("so far");
            await exchange.ToolCallAsync(0, "call_1", "everything_echo", "{}");
            await exchange.StartToolCallAsync(1, "call_2", "everything_echo");
            await exchange.ToolArgumentsAsync(1, "{\"mess");
            await (reset ? Task.Run(exchange.Break) : exchange.EndAsync());
        });

        var heard = await App.HearAsync(Request);

        heard.Text.ShouldBe("so far");
        heard.Summary.ShouldBeNull();
        heard.Failure.ShouldNotBeNull().Reason.ShouldBe(AssistantFailureReason.Unavailable);
        heard.Failure.Message.ShouldContain("broke off");
    }

    [Fact]
    public async Task A_break_behind_the_finish_reason_loses_no_call()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.ToolCallAsync(0, "call_1", "everything_echo", "{\"message\":", "\"hi\"}");
            await exchange.FinishAsync("tool_calls");
            exchange.Break();
        });

        var heard = await App.HearAsync(Request);

        Calls(heard).ShouldBe([("call_1", "everything_echo", """{"message":"hi"}""")]);
        heard.Summary!.UsageEstimated.ShouldBeTrue();
        // A name of 15 characters and arguments of 16.
        heard.Summary.TokensOutput.ShouldBe(8);
    }

    [Fact]
    public async Task Usage_that_is_not_reported_counts_tools_calls_and_results()
    {
        App.Server.Next(exchange => CallAndFinishAsync(exchange, "tool_calls"));
        var plain = AssistantHarness.Request("What is up?");

        var heard = await App.HearAsync(Request);

        heard.Summary!.UsageEstimated.ShouldBeTrue();
        var tools = TokenEstimate.Of(DeclaredTool.Echo) + TokenEstimate.Of(DeclaredTool.Sum);
        heard.Summary.TokensInput.ShouldBe(App.Assistant.Estimate(plain, "", "stop").TokensInput + tools);
        App.Assistant.Estimate(Request, "", "stop").TokensInput.ShouldBe(heard.Summary.TokensInput);
    }

    [Fact]
    public async Task No_more_than_sixty_four_calls_count()
    {
        App.Server.NextCalls([.. Enumerable.Range(0, 70).Select(i => ($"call_{i}", "everything_echo", $$"""{"message":"{{i}}"}"""))]);

        var heard = await App.HearAsync(Request);

        heard.ToolCalls.Count.ShouldBe(64);
        ToolCallArguments.JsonOf(heard.ToolCalls[63]).ShouldBe("""{"message":"63"}""");
    }

    [Fact]
    public async Task Arguments_that_are_too_large_are_unreadable()
    {
        await using var app = StartAnother(("MaxOutputTokens", "100000"));
        var fits = $$"""{"message":"{{new string('x', ToolCallArguments.MostBytes - 14)}}"}""";
        var large = $$"""{"message":"{{new string('é', ToolCallArguments.MostBytes / 2)}}"}""";
        app.Server.NextCalls(("call_1", "everything_echo", fits), ("call_2", "everything_echo", large));

        var heard = await app.HearAsync(Request);

        heard.ToolCalls[0].Exception.ShouldBeNull();
        ToolCallArguments.JsonOf(heard.ToolCalls[0]).ShouldBe(fits);
        heard.ToolCalls[1].Arguments.ShouldBeNull();
        heard.ToolCalls[1].Exception.ShouldNotBeNull().Message.ShouldContain("64 KiB");
        Encoding.UTF8.GetByteCount(ToolCallArguments.JsonOf(heard.ToolCalls[1])).ShouldBeInRange(65_530, 65_536);
    }

    [Fact]
    public async Task Arguments_without_an_end_are_cut_off()
    {
        await using var app = StartAnother(("MaxOutputTokens", "100"));
        var serverSawTheEnd = new TaskCompletionSource();
        app.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.TextAsync("Well.");
            await exchange.ToolCallAsync(0, "call_1", "everything_echo", "{}");
            await exchange.StartToolCallAsync(1, "call_2", "everything_echo");
            for (var i = 0; i < 40; i++)
            {
                await exchange.ToolArgumentsAsync(1, new string('x', 40));
            }

            await exchange.ClientGone;
            serverSawTheEnd.SetResult();
        });

        var heard = await app.HearAsync(Request);

        heard.Text.ShouldBe("Well.");
        heard.Summary!.FinishReason.ShouldBe("length");
        heard.Summary.TokensOutput.ShouldBe(400);
        heard.ToolCalls.ShouldBeEmpty();
        await serverSawTheEnd.Task.WaitAsync(AssistantHarness.Patience);
    }

    [Fact]
    public async Task The_whole_response_holds_the_calls()
    {
        App.Server.NextCalls(("call_1", "everything_echo", """{"message":"hi"}"""));

        var response = await App.Get<IChatClient>().GetResponseAsync("What is up?", new() { Tools = [DeclaredTool.Echo] });

        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ShouldHaveSingleItem()
            .Arguments!["message"]!.ToString().ShouldBe("hi");
    }

    private protected static (string Id, string Name, string Arguments)[] Calls(AssistantHarness.Heard heard) =>
        [.. heard.ToolCalls.Select(call => (call.CallId, call.Name, ToolCallArguments.JsonOf(call)))];

    private static async Task CallAndFinishAsync(ModelExchange exchange, string reason)
    {
        await exchange.StartAsync();
        await exchange.ToolCallAsync(0, "call_1", "everything_echo", "{}");
        await exchange.FinishAsync(reason);
        await exchange.DoneAsync();
    }
}

public sealed class AnthropicToolCallTests() : ToolCallTests(AssistantProviders.Anthropic);

public sealed class OpenAIToolCallTests() : ToolCallTests(AssistantProviders.OpenAI)
{
    [Fact]
    public async Task A_server_may_leave_out_ids()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.ToolCallAsync(0, null, "everything_echo", "{}");
            await exchange.FinishAsync("tool_calls");
            await exchange.DoneAsync();
        });

        (await App.HearAsync()).ToolCalls.ShouldHaveSingleItem().CallId.ShouldStartWith("call_");
    }

    [Fact]
    public async Task A_call_may_come_in_one_piece_with_the_finish_reason()
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync(OpenAIDialect.Chunk("""{"role":"assistant","content":"","tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"echo","arguments":"{}"}}]}""", "\"tool_calls\""));
            await exchange.DoneAsync();
        });

        Calls(await App.HearAsync()).ShouldBe([("a", "echo", "{}")]);
    }

    [Theory]
    [InlineData("""{"index":0,"id":"a","function":{"name":"echo","arguments":"{\"n\":1}"}}""", """{"index":0,"id":"b","function":{"name":"echo","arguments":"{\"n\":2}"}}""")]
    [InlineData("""{"id":"a","type":"function","function":{"name":"echo","arguments":"{\"n\":1}"}}""", """{"id":"b","type":"function","function":{"name":"sum","arguments":"{\"n\":2}"}}""")]
    [InlineData("""{"index":0,"function":{"name":"echo","arguments":"{\"n\":1}"}}""", """{"index":0,"function":{"name":"sum","arguments":"{\"n\":2}"}}""")]
    public async Task A_server_may_count_every_call_as_its_first(string first, string second) =>
        (await HearPiecesAsync(first, second)).Select(ToolCallArguments.JsonOf).ShouldBe(["""{"n":1}""", """{"n":2}"""]);

    [Theory]
    [InlineData("""{"index":0,"id":"a","function":{"name":"echo","arguments":"{\"n\""}}""", """{"index":0,"id":"a","function":{"name":"echo","arguments":":1}"}}""")]
    [InlineData("""{"index":0,"id":"a","function":{"name":"echo","arguments":"{\"n\""}}""", """{"index":0,"id":"another","function":{"arguments":":1}"}}""")]
    [InlineData("""{"index":0,"id":"a","function":{"name":"echo","arguments":"{\"n\""}}""", """{"index":0,"id":"","function":{"name":"","arguments":":1}"}}""")]
    [InlineData("""{"index":0,"id":"a","function":{"name":"echo"}}""", """{"index":0,"id":null,"function":{"name":null,"arguments":"{\"n\":1}"}}""")]
    public async Task A_server_may_repeat_id_and_name(string first, string second)
    {
        var call = (await HearPiecesAsync(first, second)).ShouldHaveSingleItem();

        (call.CallId, call.Name, ToolCallArguments.JsonOf(call)).ShouldBe(("a", "echo", """{"n":1}"""));
    }

    private async Task<IReadOnlyList<FunctionCallContent>> HearPiecesAsync(params string[] pieces)
    {
        App.Server.Next(async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync(string.Concat(pieces.Select(OpenAIDialect.ToolPiece)));
            await exchange.FinishAsync("tool_calls");
            await exchange.DoneAsync();
        });

        return (await App.HearAsync()).ToolCalls;
    }
}
