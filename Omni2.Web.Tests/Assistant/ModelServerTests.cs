namespace Omni2.Web.Tests.Assistant;

/// <summary>What holds for every provider is tested once, in a class that each provider's own class inherits.</summary>
public abstract class ModelServerTests(string provider) : IAsyncDisposable
{
    private protected AssistantHarness App { get; } = new(("Provider", provider));

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return App.DisposeAsync();
    }

    private protected AssistantHarness StartAnother(params (string Name, string? Value)[] settings) =>
        new([("Provider", provider), .. settings]);
}
