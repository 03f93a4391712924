using Microsoft.EntityFrameworkCore;
using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Mcp.BuiltIn;
using Omni2.Web.Mcp.Connections;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp;

/// <summary>What came of a wish: what is there now; or what is wrong with the wish; or neither, when there is no such server.</summary>
internal sealed record McpOutcome(McpServerView? Server, MemberErrors Errors);

/// <summary>
/// The registered servers. Each change and its record in the audit log are stored together, and this instance follows it
/// before the caller goes on; the others hear of it from the table's trigger.
/// </summary>
internal sealed class McpServers(IDbContextFactory<Omni2DbContext> contexts, McpSecrets secrets, McpConnections connections, AuditLog audit, TimeProvider time)
{
    /// <summary>The built-in first, then by name.</summary>
    public async Task<IReadOnlyList<McpServerView>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var servers = await db.Set<McpServer>().AsNoTracking().ToListAsync(cancellationToken);
        return [McpServerView.OfBuiltIn(connections), .. servers.OrderBy(server => server.Name, StringComparer.Ordinal).Select(View)];
    }

    /// <summary>Null for an unknown one.</summary>
    public async Task<McpServerView?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name == BuiltInServer.Name)
        {
            return McpServerView.OfBuiltIn(connections);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, name, cancellationToken) is { } server ? View(server) : null;
    }

    public async Task<McpOutcome> CreateAsync(McpServerRequest request, Person actor, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        request.Check(errors);
        var server = Apply(request, new McpServer { Name = request.Name ?? "", Transport = "", CreatedAt = time.GetUtcNow() }, errors);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!errors.Any)
        {
            db.Add(server);
            audit.Record(db, actor, "mcp_server.create", server.Name, before: null, Shown(server));
            await SaveAsync(db, errors, cancellationToken);
        }

        return await OutcomeAsync(server, errors, cancellationToken);
    }

    public async Task<McpOutcome> ReplaceAsync(string name, McpServerRequest request, Person actor, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        request = request with { Name = request.Name ?? name };
        request.Check(errors);
        if (request.Name != name)
        {
            errors.Add("name", "'name' cannot be changed: make another server.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (errors.Any || await FindAsync(db, name, cancellationToken) is not { } server)
        {
            return new McpOutcome(null, errors);
        }

        var before = Shown(server);
        var (environment, headers) = (server.Environment, server.Headers);
        Apply(request, server, errors);
        if (!errors.Any)
        {
            audit.Record(db, actor, "mcp_server.change", name, before, Shown(server) with
            {
                NewValues = [.. New(request.Environment, environment, server.Environment), .. New(request.Headers, headers, server.Headers)],
            });
            await SaveAsync(db, errors, cancellationToken);
        }

        return await OutcomeAsync(server, errors, cancellationToken);
    }

    /// <summary>Switches a server on or off and keeps everything else.</summary>
    public async Task<bool> EnableAsync(string name, bool enabled, Person actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, name, cancellationToken) is not { } server)
        {
            return false;
        }

        if (server.Enabled != enabled)
        {
            var before = Shown(server);
            server.Enabled = enabled;
            audit.Record(db, actor, "mcp_server.change", name, before, Shown(server));
            await db.SaveChangesAsync(cancellationToken);
        }

        await connections.ReadAsync(cancellationToken);
        return true;
    }

    /// <summary>With what was decided about its tools. False when there is no such server.</summary>
    public async Task<bool> DeleteAsync(string name, Person actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, name, cancellationToken) is not { } server)
        {
            return false;
        }

        db.Remove(server);
        db.RemoveRange(await db.Set<McpToolSetting>().Where(setting => setting.Server == name).ToListAsync(cancellationToken));
        audit.Record(db, actor, "mcp_server.delete", name, Shown(server), after: null);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else was quicker; it is gone.
            return false;
        }

        await connections.ReadAsync(cancellationToken);
        return true;
    }

    private McpServer Apply(McpServerRequest request, McpServer server, MemberErrors errors)
    {
        server.Description = CleanText.Of(request.Description?.Trim() ?? "");
        server.Transport = request.Transport ?? "";
        server.Command = request.IsHttp ? null : request.Command?.Trim();
        server.Arguments = request.IsHttp ? [] : [.. (request.Arguments ?? []).Select(argument => CleanText.Of(argument ?? ""))];
        server.Environment = request.IsHttp ? null : McpSecretValues.Merge("environment", request.Environment, server.Environment, secrets, errors);
        server.Url = request.IsHttp ? request.Url?.Trim() : null;
        server.Headers = request.IsHttp ? McpSecretValues.Merge("headers", request.Headers, server.Headers, secrets, errors) : null;
        server.Enabled = request.Enabled ?? true;
        return server;
    }

    /// <summary>A row as it would be stored, for a connection that is only tried.</summary>
    public async Task<(McpServer? Server, MemberErrors Errors)> DraftAsync(McpServerRequest request, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        request.Check(errors);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = request.Name is null ? null : await db.Set<McpServer>().AsNoTracking().SingleOrDefaultAsync(server => server.Name == request.Name, cancellationToken);
        var draft = Apply(request, known ?? new McpServer { Name = request.Name ?? "", Transport = "" }, errors);
        return errors.Any ? (null, errors) : (draft, errors);
    }

    private async Task<McpOutcome> OutcomeAsync(McpServer server, MemberErrors errors, CancellationToken cancellationToken)
    {
        if (errors.Any)
        {
            return new McpOutcome(null, errors);
        }

        await connections.ReadAsync(cancellationToken);
        return new McpOutcome(View(server), errors);
    }

    private static async Task SaveAsync(Omni2DbContext db, MemberErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            errors.Add("name", "'name' is taken by another server.");
        }
        catch (DbUpdateConcurrencyException)
        {
            errors.Add("name", "'name' is no server any more: somebody deleted it meanwhile.");
        }
    }

    private static Task<McpServer?> FindAsync(Omni2DbContext db, string name, CancellationToken cancellationToken) =>
        name.Contains('\0', StringComparison.Ordinal) ? Task.FromResult<McpServer?>(null) : db.Set<McpServer>().SingleOrDefaultAsync(server => server.Name == name, cancellationToken);

    private McpServerView View(McpServer server) => McpServerView.Of(server, secrets, connections);

    private McpServerRecord Shown(McpServer server) => new(
        server.Description, server.Transport, server.Command, [.. server.Arguments], McpSecretValues.Names(server.Environment, secrets), server.Url, McpSecretValues.Names(server.Headers, secrets), server.Enabled);

    private static IEnumerable<string> New(Dictionary<string, string?>? given, string? before, string? after) =>
        before == after ? [] : (given ?? []).Where(value => value.Value is not null).Select(value => value.Key).Order(StringComparer.Ordinal);
}

/// <summary>What the audit log keeps of a server: of environment and headers the names.</summary>
internal sealed record McpServerRecord(
    string Description, string Transport, string? Command, IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment, string? Url, IReadOnlyList<string> Headers, bool Enabled)
{
    /// <summary>Names whose value was given anew.</summary>
    public IReadOnlyList<string> NewValues { get; init; } = [];
}
