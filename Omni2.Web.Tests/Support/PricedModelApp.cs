namespace Omni2.Web.Tests.Support;

/// <summary>A model at 1,000 and 2,000 USD per million tokens, and little patience with it.</summary>
public sealed class PricedModelApp(SharedApp shared) : IAsyncLifetime
{
    private ModelApp? _app;

    public Omni2App App => _app!.App;

    internal FakeModelServer Model => _app!.Model;

    public async ValueTask InitializeAsync() => _app = await ModelApp.StartAsync(
        shared,
        ("Omni2:Llm:InputPricePerMillion", "1000"),
        ("Omni2:Llm:OutputPricePerMillion", "2000"),
        ("Omni2:Llm:IdleTimeout", "00:00:02"));

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();
}
