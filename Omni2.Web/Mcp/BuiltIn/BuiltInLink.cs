using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Omni2.Web.Mcp.Connections;
using SdkServer = ModelContextProtocol.Server.McpServer;

namespace Omni2.Web.Mcp.BuiltIn;

/// <summary>The built-in server for one session, over a pair of pipes within this process: a server like the others, that nobody else can reach.</summary>
internal sealed class BuiltInLink(BuiltInTools tools) : IServerLink
{
    private readonly Pipe _requests = new();
    private readonly Pipe _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private SdkServer? _server;
    private Task _running = Task.CompletedTask;

    public IClientTransport Open()
    {
        _server = SdkServer.Create(new StreamServerTransport(_requests.Reader.AsStream(), _answers.Writer.AsStream(), BuiltInServer.Name, NullLoggerFactory.Instance), Options(), NullLoggerFactory.Instance);
        _running = _server.RunAsync(_stop.Token);
        return new StreamClientTransport(_requests.Writer.AsStream(), _answers.Reader.AsStream(), NullLoggerFactory.Instance);
    }

    public Task<string?> WhyEndedAsync() => Task.FromResult<string?>(null);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private McpServerOptions Options() => new()
    {
        ServerInfo = new Implementation { Name = BuiltInServer.Name, Version = "1.0" },
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. BuiltInToolList.All] }),
            CallToolHandler = (request, cancellationToken) => tools.CallAsync(request.Params!, cancellationToken),
        },
    };
}
