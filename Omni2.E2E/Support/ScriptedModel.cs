using System.Collections.Concurrent;

namespace Omni2.E2E.Support;

/// <summary>An OpenAI-compatible model that answers each question as its test scripted it, so that stories run side by side.</summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    private readonly FakeModelServer _server = FakeModelServer.Start();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<ModelExchange, Task>>> _scripts = new(StringComparer.Ordinal);

    public ScriptedModel() => _server.Otherwise = exchange =>
        _scripts.TryGetValue(exchange.Request.Messages[^1].Text, out var waiting) && waiting.TryDequeue(out var script)
            ? script(exchange)
            : exchange.AnswerAsync("Hello ", "from the ", "scripted model.");

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Omni2__Llm__Provider"] = "openai",
        ["Omni2__Llm__BaseUrl"] = _server.BaseUrl.ToString(),
        ["Omni2__Llm__ApiKey"] = "test-key",
        ["Omni2__Llm__Model"] = FakeModelServer.Model,
    };

    /// <summary>The script of the next time that this is asked.</summary>
    public void When(string question, Func<ModelExchange, Task> script) =>
        _scripts.GetOrAdd(question, _ => new ConcurrentQueue<Func<ModelExchange, Task>>()).Enqueue(script);

    public void Answer(string question, params string[] chunks) => When(question, exchange => exchange.AnswerAsync(chunks));

    /// <summary>An answer that says its beginning and then waits for the test.</summary>
    public HeldAnswer Hold(string question, string beginning, string end)
    {
        var held = new HeldAnswer();
        When(question, async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RoleAsync();
            await exchange.TextAsync(beginning);
            await held.Released.WaitAsync(exchange.Gone);
            await exchange.TextAsync(end);
            await exchange.FinishAsync();
            await exchange.UsageAsync(11, 7);
            await exchange.DoneAsync();
        });
        return held;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>The rest of an answer, until a test lets it go.</summary>
internal sealed class HeldAnswer
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Released => _released.Task;

    public void Release() => _released.TrySetResult();
}
