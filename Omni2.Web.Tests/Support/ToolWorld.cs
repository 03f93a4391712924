using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Access;

namespace Omni2.Web.Tests.Support;

/// <summary>An app with a scripted model and the real MCP server "everything" over stdio, of which a role may use two tools.</summary>
public sealed class ToolWorld(SharedApp shared) : IAsyncLifetime
{
    public const string Server = "everything";

    private ModelApp? _app;

    public Omni2App App => _app!.App;

    /// <summary>May use <c>echo</c>, <c>get-sum</c> and <c>trigger-long-running-operation</c>, and nothing else.</summary>
    public string Role { get; } = $"echoer-{Guid.NewGuid():N}";

    internal FakeModelServer Model => _app!.Model;

    public async ValueTask InitializeAsync()
    {
        _app = await ModelApp.StartAsync(shared, ("Omni2:Chat:MaxIterations", "3"), ("Omni2:Chat:ApprovalTimeout", "00:00:20"));
        await AddServerAsync(App, Server);
        await AddRoleAsync(App, Role, """{"everything":["echo","get-sum","trigger-*"]}""", Server);
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    public Task<TestUser> CreateUserAsync() => App.CreateUserAsync(Role);

    /// <summary>Registers the real server and waits until its tools are known.</summary>
    public static async Task AddServerAsync(Omni2App app, string name)
    {
        await app.ExecuteAsync(
            "INSERT INTO omni2.mcp_servers (name, description, transport, command, arguments, enabled, created_at) VALUES ($1, '', 'stdio', 'node', $2, true, now())",
            name, new[] { EverythingServer.Script, "stdio" });
        await Until.TrueAsync(() => app.Services.GetRequiredService<IToolCatalogue>().Tools.Any(tool => tool.Server == name));
    }

    public static Task AddRoleAsync(Omni2App app, string role, string restrictions, params string[] servers) => app.ExecuteAsync(
        "INSERT INTO omni2.roles (name, description, rights, cost_limit_daily, mcp_access, tool_restrictions) VALUES ($1, '', '{chat}', 10, $2, $3::jsonb)", role, servers, restrictions);
}

internal static class ScriptedCalls
{
    /// <summary>The next answer calls these tools, all at once.</summary>
    public static FakeModelServer NextCalls(this FakeModelServer model, params (string Name, string Arguments)[] calls) => model.Next(exchange => CallAsync(exchange, "", calls));

    public static FakeModelServer NextTextAndCall(this FakeModelServer model, string text, string name, string arguments) => model.Next(exchange => CallAsync(exchange, text, (name, arguments)));

    public static async Task CallAsync(ModelExchange exchange, string text, params (string Name, string Arguments)[] calls)
    {
        await exchange.StartAsync();
        await exchange.RoleAsync();
        if (text.Length > 0)
        {
            await exchange.TextAsync(text);
        }

        for (var i = 0; i < calls.Length; i++)
        {
            await exchange.ToolCallAsync(i, $"call_{i}", calls[i].Name, calls[i].Arguments);
        }

        await exchange.FinishAsync("tool_calls");
        await exchange.UsageAsync(20, 5);
        await exchange.DoneAsync();
    }

    /// <summary>All frames of a message, to its end.</summary>
    public static async Task<IReadOnlyList<JsonObject>> SayAndListenAsync(this ChatConnection chat, string text)
    {
        await chat.SendAsync(new { type = "message", text });
        var frames = new List<JsonObject>();
        do
        {
            frames.Add(await chat.ReceiveAsync());
        }
        while (frames[^1]["type"]!.GetValue<string>() is not ("done" or "error"));
        return frames;
    }

    public static IReadOnlyList<JsonObject> OfType(this IEnumerable<JsonObject> frames, string type) => [.. frames.Where(frame => frame["type"]!.GetValue<string>() == type)];

    public static string Text(this JsonObject node, string member) => node[member]!.GetValue<string>();
}
