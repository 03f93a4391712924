using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Containers;

/// <summary>deploy/traefik/routes.yml: which requests Traefik has signed in, and what clients cannot claim.</summary>
public sealed class RoutesTests
{
    private static readonly JsonNode Http = YamlFile.Read("deploy", "traefik", "routes.yml")["http"]!;
    private static readonly JsonObject Middlewares = Http["middlewares"]!.AsObject();

    [Theory]
    [InlineData("PathPrefix(`/ws/chat`)", 210, true)]
    [InlineData("PathPrefix(`/ws`)", 200, false)]
    [InlineData("PathPrefix(`/ask`)", 110, true)]
    [InlineData("PathPrefix(`/`)", 100, false)]
    public void Each_route_has_its_priority_and_its_sign_in(string rule, int priority, bool byProxy)
    {
        var router = Http["routers"]!.AsObject().Select(entry => entry.Value!).Single(entry => entry["rule"]!.GetValue<string>() == rule);

        router["priority"]!.GetValue<string>().ShouldBe($"{priority}");
        router["service"]!.GetValue<string>().ShouldBe("omni2");
        router["entryPoints"].Texts().ShouldBe(["websecure"]);
        router["tls"].ShouldNotBeNull();
        router["middlewares"].Texts().ShouldBe([byProxy ? "signed-in-by-proxy" : "signed-in-by-omni2"]);
    }

    [Fact]
    public void What_clients_claim_is_taken_away_first_on_every_route()
    {
        Chain("signed-in-by-proxy").ShouldBe(["without-claims", "forward-auth", "omni2-proxy-secret"]);
        Chain("signed-in-by-omni2").ShouldBe(["without-claims"]);
        var removed = Middlewares["without-claims"]!["headers"]!["customRequestHeaders"]!.AsObject();
        removed.Select(header => header.Key).ShouldBe(["X-User-Id", "X-User-Username", "X-User-Role", "X-Forward-Auth-Secret"]);
        removed.ShouldAllBe(header => header.Value!.GetValue<string>().Length == 0);
    }

    [Fact]
    public void Omni2_says_who_it_is_and_Traefik_passes_it_on()
    {
        var forwardAuth = Middlewares["forward-auth"]!["forwardAuth"]!;

        forwardAuth["address"]!.GetValue<string>().ShouldBe("http://omni2:8080/auth/validate");
        forwardAuth["trustForwardHeader"]!.GetValue<string>().ShouldBe("false");
        forwardAuth["authResponseHeaders"].Texts().ShouldBe(["X-User-Id", "X-User-Username", "X-User-Role"]);
    }

    private static string[] Chain(string name) => Middlewares[name]!["chain"]!["middlewares"].Texts();
}
