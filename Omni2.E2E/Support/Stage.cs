[assembly: AssemblyFixture(typeof(Omni2.E2E.Support.Stage))]

namespace Omni2.E2E.Support;

/// <summary>What all stories share: one PostgreSQL, one browser, and one app with the demo model at full speed.</summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();
    private readonly ScriptedModel _model = new();
    private readonly Lazy<Task<HostedApp>> _shared;
    private readonly Lazy<Task<HostedApp>> _scripted;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Stage()
    {
        _shared = new(() => StartAppAsync(HostedApp.Fast));
        _scripted = new(() => StartAppAsync(_model.Settings));
    }

    internal IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not started.");

    /// <summary>What the model of <see cref="ScriptedAppAsync"/> says.</summary>
    internal ScriptedModel Model => _model;

    /// <summary>The app for every story that brings its own people.</summary>
    internal Task<HostedApp> SharedAppAsync() => _shared.Value;

    /// <summary>The app whose model answers as a test scripts it; for stories that bring their own people and questions.</summary>
    internal Task<HostedApp> ScriptedAppAsync() => _scripted.Value;

    /// <summary>An app with a database of its own, for a story that stops it or needs the demo accounts.</summary>
    internal async Task<HostedApp> StartAppAsync(IReadOnlyDictionary<string, string>? settings = null) =>
        await HostedApp.StartAsync(await _postgres.CreateDatabaseAsync(), settings);

    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(Chromium.Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        foreach (var app in new[] { _shared, _scripted }.Where(app => app.IsValueCreated))
        {
            await (await app.Value).DisposeAsync();
        }

        await _model.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
