namespace Omni2.Web.Tests.Support;

/// <summary>An app whose model server the tests script. A class fixture: tests of one class run one after the other.</summary>
public sealed class ModelApp : IAsyncLifetime
{
    private readonly SharedApp _shared;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private Omni2App? _app;

    public ModelApp(SharedApp shared)
        : this(shared, new Dictionary<string, string>())
    {
    }

    internal ModelApp(SharedApp shared, IReadOnlyDictionary<string, string> settings) => (_shared, _settings) = (shared, settings);

    public Omni2App App => _app ?? throw new InvalidOperationException("The app has not started.");

    /// <summary>For a test of the class that needs one more app.</summary>
    public SharedApp Shared => _shared;

    internal FakeModelServer Model { get; } = FakeModelServer.Start();

    public static async Task<ModelApp> StartAsync(SharedApp shared, params (string Key, string Value)[] settings)
    {
        var app = new ModelApp(shared, settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        await app.InitializeAsync();
        return app;
    }

    public async ValueTask InitializeAsync() => _app = Omni2App.Start(await _shared.Postgres.CreateDatabaseAsync(), Settings());

    /// <summary>Stops the app and starts it again on the same database.</summary>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        _app = Omni2App.Start(App.ConnectionString, Settings());
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Model.DisposeAsync();
    }

    internal static Dictionary<string, string> SettingsFor(FakeModelServer model) => new()
    {
        ["Omni2:Llm:Provider"] = "openai",
        ["Omni2:Llm:BaseUrl"] = model.BaseUrl.ToString(),
        ["Omni2:Llm:ApiKey"] = "a-key-of-the-tests",
        ["Omni2:Llm:Model"] = FakeModelServer.Model,
    };

    private Dictionary<string, string> Settings()
    {
        var settings = SettingsFor(Model);
        foreach (var (key, value) in _settings)
        {
            settings[key] = value;
        }

        return settings;
    }
}

/// <summary>A model's answer that stands still in its middle until the test lets it go on.</summary>
internal sealed class HeldAnswer
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _clientGone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the app closed its connection to the model before the answer's end.</summary>
    public Task ClientGone => _clientGone.Task;

    public void Release() => _release.TrySetResult();

    internal async Task RunAsync(ModelExchange exchange, string before, string[] after)
    {
        _ = exchange.ClientGone.ContinueWith(_ => _clientGone.TrySetResult(), TaskScheduler.Default);
        await exchange.StartAsync();
        await exchange.RoleAsync();
        if (before.Length > 0)
        {
            await exchange.TextAsync(before);
        }

        await _release.Task.WaitAsync(exchange.Gone);
        foreach (var text in after)
        {
            await exchange.TextAsync(text);
        }

        await exchange.FinishAsync();
        await exchange.UsageAsync(11, 1 + after.Length);
        await exchange.DoneAsync();
    }
}

internal static class HeldAnswers
{
    /// <summary>The next answer says <paramref name="before"/>, waits for <see cref="HeldAnswer.Release"/>, and says the rest.</summary>
    public static HeldAnswer NextHeld(this FakeModelServer model, string before, params string[] after)
    {
        var held = new HeldAnswer();
        model.Next(exchange => held.RunAsync(exchange, before, after));
        return held;
    }
}
