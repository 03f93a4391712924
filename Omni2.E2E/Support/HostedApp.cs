using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Omni2.E2E.Support;

/// <summary>A person who can sign in.</summary>
internal sealed record Account(int Id, string Email)
{
    public const string Password = "omni2-demo";
}

/// <summary>The app as a process on a port and a database of its own; it can be stopped, killed and started again.</summary>
internal sealed class HostedApp : IAsyncDisposable
{
    public static readonly IReadOnlyDictionary<string, string> Fast = new Dictionary<string, string>(StringComparer.Ordinal) { ["Omni2__Llm__DemoWordDelay"] = "00:00:00" };

    private readonly string _connectionString;
    private readonly IReadOnlyDictionary<string, string>? _settings;
    private AppProcess _process;

    private HostedApp(string connectionString, IReadOnlyDictionary<string, string>? settings, AppProcess process) =>
        (_connectionString, _settings, _process) = (connectionString, settings, process);

    public Uri Address => _process.Address;

    public Task<Account> Admin => FindAsync("admin@omni2.local");

    public Task<Account> Neo => FindAsync("neo@matrix.com");

    public Task<Account> Avi => FindAsync("avi@omni.com");

    public static async Task<HostedApp> StartAsync(string connectionString, IReadOnlyDictionary<string, string>? settings) =>
        new(connectionString, settings, await AppProcess.StartAsync(connectionString, settings: settings));

    /// <summary>SIGTERM; returns when the process has ended.</summary>
    public Task StopAsync() => _process.StopAsync();

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>A new process on the same port and database.</summary>
    public async Task StartAgainAsync()
    {
        var port = Address.Port;
        await _process.DisposeAsync();
        _process = await AppProcess.StartAsync(_connectionString, port, _settings);
    }

    /// <summary>A new person, whom no other story knows, with the password of the demo accounts.</summary>
    public async Task<Account> CreateAsync(string name, string role = "user")
    {
        var email = $"{name}-{Guid.NewGuid().ToString("N")[..6]}@stories.example";
        var id = await ScalarAsync<int>(
            """
            INSERT INTO omni2.users (email, normalized_email, user_name, normalized_user_name, full_name, role_name, active, created_at, password_hash,
                security_stamp, concurrency_stamp, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT $1, upper($1), $1, upper($1), $2, $3, true, now(), password_hash, $4, $4, false, false, false, true, 0
            FROM omni2.users WHERE email = 'neo@matrix.com' RETURNING id
            """,
            email, $"{name} of the stories", role, Guid.NewGuid().ToString("N"));
        return new Account(id, email);
    }

    /// <summary>Enables monitoring through the API, as a program or another operator would.</summary>
    public async Task EnableMonitoringAsync(Account by, params Account[] users)
    {
        using var client = await ClientAsync(by);
        using var answer = await client.PostAsJsonAsync("/api/v1/monitoring/enable", new { user_ids = users.Select(user => user.Id), ttl_hours = 24, reason = "A story of the tests" });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Lets the monitoring of a person end in a moment, as time would.</summary>
    public Task ExpireAsync(Account user, TimeSpan afterwards) => ExecuteAsync(
        "WITH changed AS (UPDATE omni2.monitoring_grants SET expires_at = now() + $2 WHERE user_id = $1 RETURNING 1) SELECT pg_notify('omni2', 'monitoring:') FROM changed",
        user.Id, afterwards);

    public async Task<HttpClient> ClientAsync(Account account)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(account));
        return client;
    }

    /// <summary>A chat without a browser.</summary>
    public async Task<ChatConnection> ChatAsync(Account account) =>
        await ChatConnection.OpenAsync(new Uri(Address, "/ws/chat"), await TokenAsync(account));

    /// <summary>The stored events of a person in order, as <c>event_type node_id</c>.</summary>
    public Task<IReadOnlyList<string>> EventsAsync(Account user) => ListAsync(
        "SELECT event->>'event_type' || ' ' || node_id FROM omni2.flow_events WHERE user_id = $1 ORDER BY position", user.Id);

    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var command = Command(source, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var command = Command(source, sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private async Task<Account> FindAsync(string email) => new(await ScalarAsync<int>("SELECT id FROM omni2.users WHERE email = $1", email), email);

    private async Task<string> TokenAsync(Account account)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { email = account.Email, password = Account.Password });
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
    }

    private async Task<IReadOnlyList<string>> ListAsync(string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var command = Command(source, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static NpgsqlCommand Command(NpgsqlDataSource source, string sql, object[] parameters)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
