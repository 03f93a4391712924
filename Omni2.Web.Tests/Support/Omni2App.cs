using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Omni2.Web.Identity;

namespace Omni2.Web.Tests.Support;

/// <summary>The real app on a real Kestrel at 127.0.0.1 and a database of its own.</summary>
public sealed class Omni2App : WebApplicationFactory<Program>
{
    public const string SigningKey = TestSigningKey.Value;

    private readonly Dictionary<string, string> _settings;
    private readonly Action<IServiceCollection>? _services;

    private Omni2App(string connectionString, IReadOnlyDictionary<string, string>? settings, Action<IServiceCollection>? services)
    {
        ConnectionString = connectionString;
        _services = services;
        _settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionStrings:Omni2"] = connectionString,
            ["Omni2:Jwt:SigningKey"] = SigningKey,
            ["Omni2:Llm:DemoWordDelay"] = "00:00:00",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            _settings[key] = value;
        }
    }

    public string ConnectionString { get; }

    /// <summary>Everything the app logged.</summary>
    public CapturedLogs Logs { get; } = new();

    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>Starts the app and waits until it listens.</summary>
    /// <param name="connectionString">An empty database, or one that the app has used before.</param>
    /// <param name="settings">Configuration keys, and <c>Environment</c>.</param>
    /// <param name="services">Replaces what stands at the outer edge, such as the clock.</param>
    public static Omni2App Start(string connectionString, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null)
    {
        var app = new Omni2App(connectionString, settings, services);
        app.UseKestrel(0);
        app.StartServer();
        return app;
    }

    /// <summary>A new person, whom no other test knows. The e-mail begins with <paramref name="name"/>.</summary>
    public async Task<TestUser> CreateUserAsync(string role = "user", string name = "person", string password = TestUser.StandardPassword)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var email = $"{name}-{Guid.NewGuid():N}@tests.example";
        var user = new User { UserName = email, Email = email, FullName = $"{name} Tester", RoleName = role, CreatedAt = DateTimeOffset.UtcNow };
        (await users.CreateAsync(user, password)).Succeeded.ShouldBeTrue();
        return new TestUser(user.Id, email, role, password);
    }

    public string TokenFor(TestUser user) => Services.GetRequiredService<AccessTokens>()
        .Issue(new Person(user.Id, user.Email, "", user.Role, Rights.None, Active: true, ""));

    /// <summary>A client of the API with the user's token; without one for null.</summary>
    public HttpClient ClientFor(TestUser? user)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenFor(user));
        }

        return client;
    }

    /// <summary>Signs in on the login page and returns a client that holds the cookie and sends our own Origin.</summary>
    public async Task<BrowserLikeClient> SignInAsync(TestUser user)
    {
        var browser = new BrowserLikeClient(Address);
        await browser.SignInAsync(user);
        return browser;
    }

    public Task<ChatConnection> OpenChatAsync(TestUser user, string query = "") =>
        ChatConnection.OpenAsync(new Uri(Address, $"/ws/chat{query}"), TokenFor(user));

    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = await CommandAsync(sql, parameters);
        await using var connection = command.Connection;
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The database takes no more connections and loses those it has.</summary>
    public async Task CloseDatabaseAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
        var name = settings.Database;
        settings.Database = "postgres";
        settings.Pooling = false;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"ALTER DATABASE {name} ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T?> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = await CommandAsync(sql, parameters);
        await using var connection = command.Connection;
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_settings.GetValueOrDefault("Environment", "Development"));
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.AddProvider(Logs));
        builder.ConfigureTestServices(services => _services?.Invoke(services));
    }

    private async Task<NpgsqlCommand> CommandAsync(string sql, object[] parameters)
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
