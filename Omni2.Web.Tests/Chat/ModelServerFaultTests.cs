using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

/// <summary>What a person is told when the model's server fails, and that their conversation goes on.</summary>
public abstract class ModelServerFaultTests(SharedApp shared, string provider, ITestOutputHelper output) : IAsyncLifetime
{
    private const int MaxOutputTokens = 256;
    private const int MostAnswer = MaxOutputTokens * 16;
    private const long MostTaken = 24L * 1024 * 1024;

    private ModelApp? _started;

    private Omni2App App => _started!.App;

    private FakeModelServer Model => _started!.Model;

    [Fact]
    public async Task A_server_that_says_nothing_ends_in_one_time_out_and_the_conversation_goes_on()
    {
        foreach (var script in ModelFaults.Silent.Values)
        {
            Model.Next(script);
        }

        var told = await Task.WhenAll(ModelFaults.Silent.Select(async _ =>
        {
            await using var chat = await App.OpenChatAsync(await App.CreateUserAsync());
            var error = await chat.SayAsync("Hello");
            await GoesOnAsync(chat, "silence");
            return error;
        }));

        told.ShouldAllBe(error => error.Text("code") == "llm_timeout" && error.Text("error").Contains("sent nothing for 6 seconds", StringComparison.Ordinal));
        output.WriteLine($"{string.Join(", ", ModelFaults.Silent.Keys)}: {told[0].Text("error")}");
    }

    [Fact]
    public async Task Every_fault_ends_in_one_honest_error_and_the_conversation_goes_on()
    {
        var neo = await App.CreateUserAsync();
        await using var chat = await App.OpenChatAsync(neo);
        var told = new List<string>();

        foreach (var (name, script) in ModelFaults.Broken)
        {
            Model.Next(script);
            var error = await chat.SayAsync(name);
            told.Add($"{name}: {error["code"]} {error["error"]}");
            error.Text("type").ShouldBe("error", name);
            error.Text("code").ShouldBe("llm_unavailable", name);
            error.Text("error").ShouldContain(Advice(name), Case.Sensitive, name);
            error.ToJsonString().ShouldNotContain(ModelFaults.Detail);
            await GoesOnAsync(chat, name);
        }

        App.Logs.Everything.ShouldNotContain(ModelFaults.Detail);
        (await App.FlowsOfAsync(neo)).Select(flow => flow.Status).ShouldBe(ModelFaults.Broken.Keys.SelectMany(_ => new[] { "failed", "completed" }));
        output.WriteLine(string.Join('\n', told));
    }

    [Fact]
    public async Task Half_a_character_is_never_shown()
    {
        var neo = await App.CreateUserAsync();
        await using var chat = await App.OpenChatAsync(neo);
        Model.Next(ModelFaults.Broken["closes in the middle of a character"]);

        await chat.SayAsync("Hello");

        (await App.MessagesOfAsync(neo))[^1].ShouldBe(("assistant", "Owls "));
    }

    [Fact]
    public async Task A_server_that_is_only_slow_is_waited_for()
    {
        string[] words = ["Owls ", "are ", "birds ", "of ", "prey."];
        await using var chat = await App.OpenChatAsync(await App.CreateUserAsync());
        Model.Next(async exchange =>
        {
            await exchange.StartAsync();
            foreach (var word in words)
            {
                await exchange.TextAsync(word);
                await Task.Delay(500, exchange.Gone);
            }

            await exchange.FinishAsync();
            await exchange.DoneAsync();
        });

        (await chat.SayAsync("Slowly"))["result"]!.Text("answer").ShouldBe(string.Concat(words));
    }

    [Fact]
    public async Task Tokens_without_end_are_cut_at_the_limit_and_the_server_is_left()
    {
        var taken = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var chat = await App.OpenChatAsync(await App.CreateUserAsync());
        Model.Next(async exchange => taken.SetResult(await ModelFaults.TokensWithoutEndAsync(exchange)));

        var done = await chat.SayAsync("A lot, please");

        done["result"]!.Text("answer").Length.ShouldBe(MostAnswer);
        (await taken.Task).ShouldBeLessThan(MostTaken);
        await GoesOnAsync(chat, "tokens without end");
        output.WriteLine($"{await taken.Task / 1024} kB were in the connection when the app had {MostAnswer} characters and left");
    }

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string>
        {
            ["Omni2:Llm:Provider"] = provider,
            ["Omni2:Llm:IdleTimeout"] = "00:00:06",
            ["Omni2:Llm:MaxOutputTokens"] = $"{MaxOutputTokens}",
        };
        _started = new ModelApp(shared, settings);
        settings["Omni2:Llm:BaseUrl"] = $"{(provider == "openai" ? Model.BaseUrl : Model.AnthropicBaseUrl)}";
        await _started.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _started!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static string Advice(string fault) =>
        fault.Contains("in the middle", StringComparison.Ordinal) ? "broke off"
        : "check the server's address and kind";

    private static async Task GoesOnAsync(ChatConnection chat, string after)
    {
        await chat.SendAsync(new { type = "ping" });
        (await chat.ReceiveAsync()).Text("type").ShouldBe("pong", after);
        (await chat.SayAsync("Again")).Text("type").ShouldBe("done", after);
    }
}

public sealed class OpenAIServerFaultTests(SharedApp shared, ITestOutputHelper output) : ModelServerFaultTests(shared, "openai", output);

public sealed class AnthropicServerFaultTests(SharedApp shared, ITestOutputHelper output) : ModelServerFaultTests(shared, "anthropic", output);
