using Npgsql;

namespace Omni2.Web.Tests.Support;

/// <summary>An app whose database server the tests of one class may stop, or make stand still.</summary>
public sealed class FragileApp : IAsyncLifetime
{
    private OwnServer? _server;
    private Omni2App? _app;

    public Omni2App App => _app!;

    internal FakeModelServer Model { get; } = FakeModelServer.Start();

    internal OwnServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = await OwnServer.StartAsync();
        _app = Omni2App.Start(_server.ConnectionString, ModelApp.SettingsFor(Model));
    }

    /// <summary>The tests' own, which ended with the server.</summary>
    public void ForgetConnections()
    {
        using var connection = new NpgsqlConnection(App.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    public async ValueTask DisposeAsync()
    {
        Server.Thaw();
        await App.DisposeAsync();
        await Server.DisposeAsync();
        await Model.DisposeAsync();
    }
}
