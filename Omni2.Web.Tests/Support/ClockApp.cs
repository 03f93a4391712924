using Microsoft.Extensions.DependencyInjection;

namespace Omni2.Web.Tests.Support;

/// <summary>An app with a price, a scripted model and a clock that the tests of one class set; they run one after the other.</summary>
public sealed class ClockApp(SharedApp shared) : IAsyncLifetime
{
    private Omni2App? _app;

    public Omni2App App => _app!;

    internal SetClock Clock { get; } = new();

    internal FakeModelServer Model { get; } = FakeModelServer.Start();

    public async ValueTask InitializeAsync()
    {
        var settings = ModelApp.SettingsFor(Model);
        settings["Omni2:Llm:InputPricePerMillion"] = "1000";
        _app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), settings, services => services.AddSingleton<TimeProvider>(Clock));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Model.DisposeAsync();
    }
}
