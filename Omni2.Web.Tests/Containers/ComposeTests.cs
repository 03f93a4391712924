using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Omni2.Web.Tests.Containers;

/// <summary>docker-compose.yml: which services there are, what they may do, and what they know.</summary>
public sealed partial class ComposeTests
{
    private static readonly JsonNode Compose = YamlFile.Read("docker-compose.yml");
    private static readonly JsonObject Services = Compose["services"]!.AsObject();

    [Fact]
    public void There_are_the_proxy_the_app_its_database_and_what_makes_their_secrets()
    {
        Services.Select(service => service.Key).ShouldBe(["secrets", "postgres", "omni2", "traefik"]);
        (Image("postgres"), Image("secrets"), Image("omni2")).ShouldBe(("postgres:18", "postgres:18", "omni2"));
        Image("traefik").ShouldStartWith("traefik:v3.");
        Services["omni2"]!["build"]!.GetValue<string>().ShouldBe(".");
    }

    [Fact]
    public void The_app_writes_nowhere_but_to_tmp_and_may_do_nothing_special()
    {
        var app = Services["omni2"]!;

        app["read_only"]!.GetValue<string>().ShouldBe("true");
        app["tmpfs"].Texts().ShouldBe(["/tmp"]);
        app["cap_drop"].Texts().ShouldBe(["ALL"]);
        app["cap_add"].ShouldBeNull();
        app["user"]!.GetValue<string>().ShouldBe("1654:1654");
        app["ports"].ShouldBeNull();
        Services.ShouldAllBe(service => service.Value!["security_opt"].Texts().Contains("no-new-privileges:true"));
        Services.ShouldAllBe(service => service.Value!["privileged"] == null);
    }

    [Fact]
    public void Nobody_gets_the_engines_socket() =>
        Services.SelectMany(service => service.Value!["volumes"].Texts()).ShouldAllBe(volume => !volume.Contains("docker.sock", StringComparison.Ordinal));

    [Fact]
    public void Each_starts_when_what_it_needs_is_healthy()
    {
        Condition("postgres", "secrets").ShouldBe("service_completed_successfully");
        Condition("omni2", "postgres").ShouldBe("service_healthy");
        Condition("traefik", "omni2").ShouldBe("service_healthy");
        Services["postgres"]!["healthcheck"]!["test"].Texts().ShouldContain("pg_isready");
        Services["traefik"]!["healthcheck"]!["test"].Texts().ShouldContain("healthcheck");
        Services["omni2"]!["stop_grace_period"]!.GetValue<string>().ShouldBe("40s");
    }

    [Fact]
    public void Data_and_secrets_are_volumes_that_are_declared()
    {
        var named = Services.SelectMany(service => service.Value!["volumes"].Texts()).Select(volume => volume.Split(':')[0]).Where(source => source[0] != '.').Distinct();

        named.ShouldBe(Compose["volumes"]!.AsObject().Select(volume => volume.Key), ignoreOrder: true);
        Services["postgres"]!["volumes"].Texts().ShouldContain("postgres-data:/var/lib/postgresql");
        Services["omni2"]!["volumes"].Texts().ShouldBe(["omni2-secrets:/run/secrets:ro"]);
    }

    [Fact]
    public void Secrets_go_only_to_the_service_that_reads_them_and_only_for_reading()
    {
        var readers = Services.Where(service => service.Key != "secrets")
            .SelectMany(service => service.Value!["volumes"].Texts().Where(volume => volume.Contains("-secrets:", StringComparison.Ordinal)).Select(volume => (service.Key, volume))).ToArray();

        readers.ShouldAllBe(reader => reader.volume.StartsWith($"{reader.Key}-secrets:", StringComparison.Ordinal) && reader.volume.EndsWith(":ro", StringComparison.Ordinal));
        readers.Length.ShouldBe(3);
    }

    [Fact]
    public void What_is_mounted_from_here_is_here() =>
        Services.SelectMany(service => service.Value!["volumes"].Texts()).Select(volume => volume.Split(':')[0]).Where(source => source[0] == '.')
            .ShouldAllBe(source => File.Exists(RepositoryFile.PathOf(source)) || Directory.Exists(RepositoryFile.PathOf(source)));

    [Fact]
    public void The_database_is_on_a_network_that_leads_nowhere()
    {
        Compose["networks"]!["data"]!["internal"]!.GetValue<string>().ShouldBe("true");
        Services["postgres"]!["networks"].Texts().ShouldBe(["data"]);
        Services["postgres"]!["ports"].ShouldBeNull();
    }

    [Fact]
    public void The_app_believes_exactly_the_proxys_address()
    {
        var address = Services["traefik"]!["networks"]!["proxy"]!["ipv4_address"]!.GetValue<string>();

        Services["omni2"]!["environment"]!["Omni2__ForwardAuth__TrustedProxies__0"]!.GetValue<string>().ShouldBe($"{address}/32");
        var subnet = Compose["networks"]!["proxy"]!["ipam"]!["config"]![0]!["subnet"]!.GetValue<string>();
        System.Net.IPNetwork.Parse(subnet).Contains(System.Net.IPAddress.Parse(address)).ShouldBeTrue();
    }

    [Fact]
    public void No_secret_is_in_clear()
    {
        string[] files = ["docker-compose.yml", "Dockerfile", "deploy/traefik/routes.yml", "deploy/make-secrets.sh", "deploy/postgres/10-omni2.sh"];

        foreach (var file in files)
        {
            SecretValues().Matches(RepositoryFile.Read(file)).Select(match => match.Value).ShouldBeEmpty(file);
        }

        var environment = Services.SelectMany(service => service.Value!["environment"]?.AsObject().Select(setting => setting.Key) ?? []);
        environment.Where(name => SecretNames().IsMatch(name) && !name.EndsWith("_FILE", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Image(string service) => Services[service]!["image"]!.GetValue<string>();

    private static string Condition(string service, string needed) => Services[service]!["depends_on"]![needed]!["condition"]!.GetValue<string>();

    // A value that is no variable of the shell, nor of psql (:'name').
    [GeneratedRegex("""(?i)(password|secret|signingkey|api_?key)[ \t]*(=|:(?!'))[ \t]*["']?(?![$"'<{:\s])[A-Za-z0-9+/]{6,}""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretValues();

    [GeneratedRegex("(?i)password|secret|key|connectionstring", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretNames();
}
