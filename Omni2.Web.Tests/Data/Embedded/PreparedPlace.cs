using Omni2.Web.Data.Embedded;

namespace Omni2.Web.Tests.Data.Embedded;

/// <summary>Data with a word in it, made once for a class; every test finds and leaves it with no server running.</summary>
public sealed class PreparedPlace : IAsyncLifetime
{
    internal ServerPlace Place { get; } = new();

    internal ServerFolder Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await Place.PrepareDataAsync();

    public ValueTask DisposeAsync() => Place.DisposeAsync();
}
