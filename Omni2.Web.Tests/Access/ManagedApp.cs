using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Access;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

[CollectionDefinition(nameof(ManagedApp))]
public sealed class ManagedAppCollection : ICollectionFixture<ManagedApp>;

/// <summary>An app with tools that the tests made up, and an administrator of it. Tests share it but no roles and no people.</summary>
public sealed class ManagedApp(SharedApp shared) : IAsyncLifetime
{
    private Omni2App? _app;

    public Omni2App App => _app!;

    public SharedApp Shared => shared;

    public TestUser Admin { get; private set; } = null!;

    /// <summary>The API with the administrator's token.</summary>
    public HttpClient Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), services: services => services.AddSingleton<IToolCatalogue>(new FakeToolCatalogue()));
        Admin = await App.CreateUserAsync("admin", "admin");
        Api = App.ClientFor(Admin);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        await App.DisposeAsync();
    }

    /// <summary>A new role, whom no other test knows.</summary>
    internal async Task<JsonObject> CreateRoleAsync(object? members = null)
    {
        var role = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(members ?? new { }))!.AsObject();
        role["name"] ??= NewName();
        using var answer = await Api.PostAsJsonAsync("/api/v1/roles", role);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    internal static string NewName() => $"role-{Guid.NewGuid():N}";

    /// <summary>Actions recorded about this, oldest first.</summary>
    internal async Task<IReadOnlyList<RecordedChange>> RecordedAsync(string subject)
    {
        await using var connection = new Npgsql.NpgsqlConnection(App.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT action, actor_id, before::text, after::text FROM omni2.audit_log WHERE subject = $1 ORDER BY id", connection) { Parameters = { new() { Value = subject } } };
        await using var reader = await command.ExecuteReaderAsync();
        var changes = new List<RecordedChange>();
        while (await reader.ReadAsync())
        {
            changes.Add(new(reader.GetString(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : JsonNode.Parse(reader.GetString(2)), reader.IsDBNull(3) ? null : JsonNode.Parse(reader.GetString(3))));
        }

        return changes;
    }
}

/// <summary>A row of the audit log.</summary>
internal sealed record RecordedChange(string Action, int ActorId, JsonNode? Before, JsonNode? After);
