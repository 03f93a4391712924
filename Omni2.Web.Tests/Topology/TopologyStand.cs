using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Npgsql;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Topology;

/// <summary>What docker-compose.yml describes, by hand: PostgreSQL, the published app in Production, and nginx in Traefik's place, with TLS.</summary>
public sealed class TopologyStand(TestPostgres postgres) : IAsyncLifetime
{
    public const string AdminEmail = "root@tests.example";

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("omni2-topology-");
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly Uri _app = new($"http://127.0.0.1:{AppProcess.FreePort()}");
    private X509Certificate2? _certificate;
    private ProductionApp? _running;
    private Nginx? _nginx;

    /// <summary>Of the proxy.</summary>
    public Uri Address { get; } = new($"https://127.0.0.1:{AppProcess.FreePort()}");

    /// <summary>Of the app behind the proxy; the tests' own requests come from the address that is trusted.</summary>
    public Uri Behind => _app;

    public string ProxySecret => _secrets["Omni2__ForwardAuth__Secret"];

    public int LastExitCode { get; private set; } = -1;

    /// <summary>Of a token of the first administrator.</summary>
    public string AdminToken { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!Nginx.IsInstalled)
        {
            return;
        }

        await Task.WhenAll(ProductionApp.PublishAsync(Path.Combine(_place.FullName, "app")), WriteSecretsAsync());
        WriteCertificate();
        await StartAppAsync();
        _nginx = await Nginx.StartAsync(_place, new Dictionary<string, string>
        {
            ["OMNI2_APP"] = _app.Authority,
            ["OMNI2_LISTEN"] = Address.Authority,
            ["OMNI2_CERTIFICATE"] = Path.Combine(_place.FullName, "certificate.pem"),
            ["OMNI2_CERTIFICATE_KEY"] = Path.Combine(_place.FullName, "key.pem"),
            ["OMNI2_PROXY_SECRET"] = ProxySecret,
        });
        AdminToken = await TokenAsync(AdminEmail, _secrets["Omni2__Admin__Password"]);
    }

    /// <summary>Ends the app as a container engine does.</summary>
    public async Task StopAppAsync()
    {
        await _running!.StopAsync();
        LastExitCode = _running.ExitCode;
        await _running.DisposeAsync();
    }

    public async Task StartAppAsync() => _running = await ProductionApp.StartAsync(Path.Combine(_place.FullName, "app"), SecretsFolder, _app, _log);

    /// <summary>A client of the proxy.</summary>
    public HttpClient Client(string? token)
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Equals(_certificate) };
        var client = new HttpClient(handler) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public BrowserLikeClient Browser() => new(Address, _certificate);

    public async Task<string> TokenAsync(string email, string password)
    {
        using var client = Client(null);
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { email, password });
        return (await answer.JsonAsync()).Text("access_token");
    }

    /// <summary>A new person, made by the administrator, and a token of theirs.</summary>
    public async Task<(TestUser User, string Token)> CreateUserAsync(string role, string name)
    {
        using var client = Client(AdminToken);
        var email = $"{name}-{Guid.NewGuid():N}@tests.example";
        using var answer = await client.PostAsJsonAsync("/api/v1/users", new { email, full_name = $"{name} Tester", role, active = true, password = TestUser.StandardPassword });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var id = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<int>();
        return (new TestUser(id, email, role, TestUser.StandardPassword), await TokenAsync(email, TestUser.StandardPassword));
    }

    /// <summary>A socket through the proxy.</summary>
    public Task<ChatConnection> ConnectAsync(string path, params (string Name, string Value)[] headers) =>
        ChatConnection.ConnectAsync(new Uri(Address, path), options =>
        {
            options.Trust(_certificate!);
            foreach (var (name, value) in headers)
            {
                options.SetRequestHeader(name, value);
            }
        });

    /// <summary>The status of a refused socket.</summary>
    public async Task<int> KnockAsync(string path, params (string Name, string Value)[] headers)
    {
        try
        {
            await using var connection = await ConnectAsync(path, headers);
            return (int)HttpStatusCode.SwitchingProtocols;
        }
        catch (RefusedUpgradeException refused)
        {
            return refused.Status;
        }
    }

    /// <summary>Nothing to look at, and nothing that signs anybody in.</summary>
    public void ShouldHaveLoggedNoTroubleAndNoSecret(params string[] tokens)
    {
        var log = _log.ToArray();
        log.ShouldContain(line => line.Contains("Now listening on", StringComparison.Ordinal));
        log.Where(IsTrouble).ShouldBeEmpty();
        var password = new NpgsqlConnectionStringBuilder(_secrets["ConnectionStrings__Omni2"]).Password!;
        string[] secrets = [.. _secrets.Values, password, TestUser.StandardPassword, AdminToken, .. tokens];
        secrets.ShouldAllBe(secret => !Array.Exists(log, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    // A busy machine is warned of (Kestrel's clock comes late, a reading takes too long), and that is no error.
    private static bool IsTrouble(string line) =>
        line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains(" FTL ", StringComparison.Ordinal)
        || (line.Contains("Exception", StringComparison.Ordinal) && !line.Contains(" WRN ", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            await _nginx.DisposeAsync();
        }

        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        _certificate?.Dispose();
        _place.Delete(recursive: true);
    }

    private string SecretsFolder => Path.Combine(_place.FullName, "secrets");

    private async Task WriteSecretsAsync()
    {
        _secrets["ConnectionStrings__Omni2"] = await postgres.CreateDatabaseAsync();
        foreach (var name in new[] { "Omni2__Jwt__SigningKey", "Omni2__ForwardAuth__Secret", "Omni2__Admin__Password" })
        {
            _secrets[name] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        }

        Directory.CreateDirectory(SecretsFolder);
        foreach (var (name, value) in _secrets)
        {
            await File.WriteAllTextAsync(Path.Combine(SecretsFolder, name), $"{value}\n");
        }
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=omni2.tests.example", key, HashAlgorithmName.SHA256);
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_place.FullName, "certificate.pem"), _certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_place.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
