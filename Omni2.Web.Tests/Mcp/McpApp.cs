using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Mcp;

/// <summary>An app that is impatient with MCP servers.</summary>
public sealed class McpApp(SharedApp shared) : IAsyncLifetime
{
    private Omni2App? _app;
    private HttpClient? _administrator;

    public Omni2App App => _app!;

    /// <summary>A client of the API with the right <c>admin</c>.</summary>
    public HttpClient Administrator => _administrator!;

    public async ValueTask InitializeAsync()
    {
        _app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Omni2:Mcp:CallTimeout"] = "00:00:10",
            ["Omni2:Mcp:HealthCheck"] = "00:00:00.300",
        });
        _administrator = await _app.AdministratorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _administrator?.Dispose();
        await App.DisposeAsync();
    }
}
