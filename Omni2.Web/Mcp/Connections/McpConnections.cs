using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Omni2.Web.Access;
using Omni2.Web.Data;
using Omni2.Web.Data.Instances;
using Omni2.Web.Mcp.BuiltIn;

namespace Omni2.Web.Mcp.Connections;

/// <summary>
/// The connections of this instance, one for each enabled server and one for the built-in. Follows the tables: a change
/// starts, ends or replaces the connections that it concerns and touches no other.
/// </summary>
internal sealed class McpConnections(
    IDbContextFactory<Omni2DbContext> contexts,
    McpSecrets secrets,
    McpCatalogue catalogue,
    BuiltInTools builtIn,
    IOptions<McpOptions> options,
    TimeProvider time,
    ILogger<McpConnection> logger) : IHostedService, INotificationHandler, IAsyncDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private readonly Lock _publishing = new();
    private readonly List<Task> _ending = [];
    private ImmutableSortedDictionary<string, Entry> _entries = ImmutableSortedDictionary<string, Entry>.Empty.WithComparers(StringComparer.Ordinal);
    private ImmutableDictionary<(string Server, string Tool), bool> _asksFirst = ImmutableDictionary<(string, string), bool>.Empty;
    private bool _stopped;

    public string Kind => "mcp";

    /// <summary>Null for a server that is unknown or disabled.</summary>
    public McpConnection? Find(string server) => _entries.GetValueOrDefault(server)?.Connection;

    /// <summary>How it stands with a server; null for an unknown one.</summary>
    public ConnectionState? StateOf(string server) => _entries.GetValueOrDefault(server)?.State;

    /// <summary>What an administrator decided about a tool; null when nothing was.</summary>
    public bool? AsksFirst(string server, string tool) => _asksFirst.TryGetValue((server, tool), out var asks) ? asks : null;

    /// <summary>Begins with the built-in server; the others follow when this instance begins to listen. Nobody waits for a server.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            Apply([.. _entries.Values.Select(entry => entry.Server).OfType<McpServer>()]);
        }
        finally
        {
            _reading.Release();
        }
    }

    // They end when everything that may still call a tool has: with the container.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task HandleAsync(string argument, CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public Task ResynchroniseAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    /// <summary>Reads the tables anew and follows them.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var servers = await db.Set<McpServer>().AsNoTracking().ToListAsync(cancellationToken);
            var settings = await db.Set<McpToolSetting>().AsNoTracking().ToListAsync(cancellationToken);
            _asksFirst = settings.ToImmutableDictionary(setting => (setting.Server, setting.Tool), setting => setting.AsksFirst);
            Apply(servers);
        }
        finally
        {
            _reading.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reading.WaitAsync();
        try
        {
            if (_stopped)
            {
                // The container ends what it knows under several types as often.
                return;
            }

            _stopped = true;
            _ending.AddRange(_entries.Values.Select(EndAsync));
            await Task.WhenAll(_ending);
        }
        finally
        {
            _reading.Release();
        }
    }

    private void Apply(IReadOnlyList<McpServer> servers)
    {
        if (_stopped)
        {
            return;
        }

        var before = _entries;
        var after = servers.Where(server => server.Name != BuiltInServer.Name).ToDictionary(server => server.Name, server => Next(before.GetValueOrDefault(server.Name), server), StringComparer.Ordinal);
        after[BuiltInServer.Name] = before.GetValueOrDefault(BuiltInServer.Name) ?? BuiltIn();
        _entries = after.ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach (var entry in after.Values.Where(entry => before.GetValueOrDefault(entry.Name)?.Connection != entry.Connection))
        {
            entry.Connection?.Start();
        }

        _ending.RemoveAll(task => task.IsCompleted);
        _ending.AddRange(before.Values.Where(entry => after.GetValueOrDefault(entry.Name)?.Connection != entry.Connection).Select(EndAsync));
        Publish();
    }

    private Entry Next(Entry? known, McpServer server)
    {
        if (known?.Server is { } before && SameWay(before, server))
        {
            // The same connection, perhaps with another description.
            return known with { Server = server };
        }

        return server.Enabled
            ? new Entry(server.Name, server, Connection(server.Name, () => Link(server)), time.GetUtcNow())
            : new Entry(server.Name, server, null, time.GetUtcNow());
    }

    private Entry BuiltIn() => new(BuiltInServer.Name, null, Connection(BuiltInServer.Name, () => new BuiltInLink(builtIn)), time.GetUtcNow());

    private McpConnection Connection(string name, Func<IServerLink> link) => new(name, link, options.Value, time, logger, Publish);

    private IServerLink Link(McpServer server) => ServerLinks.For(ServerSetup.Of(server, secrets), options.Value, time);

    private static bool SameWay(McpServer one, McpServer other) =>
        one.Enabled == other.Enabled && one.Transport == other.Transport && one.Command == other.Command && one.Arguments.AsSpan().SequenceEqual(other.Arguments)
        && one.Environment == other.Environment && one.Url == other.Url && one.Headers == other.Headers;

    private static Task EndAsync(Entry entry) => entry.Connection?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    // Called by connections whenever they have changed, at the same time perhaps.
    private void Publish()
    {
        lock (_publishing)
        {
            var states = _entries.Values.Select(entry => (entry.Name, entry.State)).ToArray();
            catalogue.Replace(
                [.. states.Select(server => new CatalogueServer(server.Name, server.State.State, server.State.State == ServerStates.Failed ? server.State.Reason : null, server.State.Since))],
                [.. states.SelectMany(server => server.State.Tools.OrderBy(tool => tool.Name, StringComparer.Ordinal).Select(tool =>
                    new CatalogueTool(server.Name, tool.Name, tool.Description, tool.InputSchema, AsksFirst(server.Name, tool.Name) ?? tool.IsDestructive)))]);
        }
    }

    /// <param name="Name">The server's.</param>
    /// <param name="Server">Its row; null for the built-in.</param>
    /// <param name="Connection">Null while it is disabled.</param>
    /// <param name="Since">When it was seen so.</param>
    private sealed record Entry(string Name, McpServer? Server, McpConnection? Connection, DateTimeOffset Since)
    {
        public ConnectionState State => Connection?.State ?? new ConnectionState(ServerStates.Disabled, null, Since, []);
    }
}
