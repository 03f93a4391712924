using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

/// <summary>The description of the API against what is mapped, and against what it owes its readers.</summary>
public sealed partial class OpenApiTests(SharedApp shared)
{
    private const string Problem = "application/problem+json";

    // A proxy may ask with any method; one is described.
    private const string ForwardAuth = "/auth/validate";

    // Everything else that is mapped is a call, and described.
    private static readonly string[] NoCalls = ["/", "/ws/chat", "/api/v1/ws/flows/{userId}", "/ws/panels/{userId}", "/openapi/{documentName}.json", ForwardAuth];

    [Fact]
    public async Task Every_call_that_is_mapped_is_described_and_no_other()
    {
        var described = (await OperationsAsync()).Select(operation => operation.Name);

        var mapped = Calls().SelectMany(call => Methods(call).Select(method => $"{method} {PathOf(call)}"));

        described.ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public void Only_the_sockets_and_the_document_itself_are_no_calls() =>
        Endpoints().Where(IsExcluded).Select(PathOf).Distinct().ShouldBe(NoCalls, ignoreOrder: true);

    [Fact]
    public async Task Every_call_says_what_it_does_and_in_which_chapter_it_stands()
    {
        var document = await DocumentAsync();
        var chapters = document["tags"]!.AsArray().Select(tag => tag!.Text("name")).ToArray();

        foreach (var (name, operation) in Operations(document))
        {
            operation.Text("operationId").ShouldNotBeEmpty(name);
            operation["summary"].ShouldNotBeNull($"{name} has no summary").GetValue<string>().Length.ShouldBeGreaterThan(10, name);
            operation["tags"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBeOneOf(chapters);
        }
    }

    [Fact]
    public async Task Every_call_says_who_may_make_it_and_what_the_others_get()
    {
        var operations = (await OperationsAsync()).ToDictionary(operation => operation.Name, operation => operation.Json);

        foreach (var call in Calls())
        {
            var open = call.Metadata.GetMetadata<IAllowAnonymous>() is not null || call.Metadata.GetMetadata<IAuthorizeData>() is null;
            foreach (var name in Methods(call).Select(method => $"{method} {PathOf(call)}"))
            {
                var schemes = operations[name]["security"]!.AsArray().SelectMany(requirement => requirement!.Members()).ToArray();
                schemes.ShouldBe(open ? [] : ["bearer", "cookie"], name);
                if (!open)
                {
                    ShouldBeProblem(operations[name], "401", name);
                    // What everybody who is signed in may ask of their own is never forbidden.
                    if (call.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is not null))
                    {
                        ShouldBeProblem(operations[name], "403", name);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Every_call_describes_its_parameters_its_body_and_its_answers()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            var parameters = operation["parameters"]?.AsArray().Where(parameter => parameter!.Text("in") == "path").Select(parameter => parameter!.Text("name")) ?? [];
            parameters.ShouldBe(Placeholders().Matches(name).Select(match => match.Groups["name"].Value), ignoreOrder: true, name);
            var answers = operation["responses"]!.AsObject();
            var good = answers.Where(answer => answer.Key.StartsWith('2')).ShouldHaveSingleItem();
            ShouldHaveSchema(good.Value!, TypesOf(name, good.Key), name);
            var hasBody = name.StartsWith("post ", StringComparison.Ordinal) || name.StartsWith("put ", StringComparison.Ordinal) || name.StartsWith("patch ", StringComparison.Ordinal);
            if (hasBody)
            {
                ShouldHaveSchema(operation["requestBody"]!, ["application/json"], name);
                ShouldBeProblem(operation, "400", name);
            }

            answers.Where(answer => answer.Key[0] == '4').ToList().ForEach(answer => ShouldHaveSchema(answer.Value!, [Problem], $"{name} {answer.Key}"));
            if (operation["parameters"]?.AsArray().Any(parameter => parameter!.Text("in") == "path") == true && !name.Contains("/flows/{userId}", StringComparison.Ordinal))
            {
                ShouldBeProblem(operation, "404", name);
            }
        }
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await DocumentAsync();
        var schemas = document["components"]!["schemas"]!.AsObject();

        var references = References().Matches(document.ToJsonString()).Select(match => match.Groups["name"].Value).Distinct().ToArray();

        references.ShouldNotBeEmpty();
        references.ShouldAllBe(name => schemas.ContainsKey(name));
        schemas["ProblemDetails"]!["properties"]!.AsObject().ContainsKey("trace_id").ShouldBeTrue();
    }

    [Fact]
    public async Task The_document_tells_its_title_how_to_sign_in_and_the_sockets_that_it_cannot_describe()
    {
        var document = await DocumentAsync();

        (document["info"]!.Text("title"), document["info"]!.Text("version")).ShouldBe(("Omni2", "1"));
        string[] told = ["/ws/chat", "/api/v1/ws/flows/{userId}", "/ws/panels/{userId}", "POST /ask/stream"];
        told.ShouldAllBe(path => document["info"]!.Text("description").Contains(path, StringComparison.Ordinal));
        var schemes = document["components"]!["securitySchemes"]!;
        (schemes["bearer"]!.Text("type"), schemes["bearer"]!.Text("scheme")).ShouldBe(("http", "bearer"));
        (schemes["cookie"]!.Text("in"), schemes["cookie"]!.Text("name")).ShouldBe(("cookie", "omni2"));
    }

    [Fact]
    public async Task The_document_names_the_members_as_they_are_on_the_wire()
    {
        var document = await DocumentAsync();

        var text = document.ToJsonString();
        string[] members = ["access_token", "expires_in", "user_ids", "ttl_hours", "monitored_users", "enabled_by", "first_message", "next_cursor", "flow_data"];
        members.ShouldAllBe(member => text.Contains($"\"{member}\"", StringComparison.Ordinal));
        text.ShouldNotContain("\"UserIds\"");
        var query = document["paths"]!["/api/v1/activities/conversations"]!["get"]!["parameters"]!.AsArray().Select(parameter => parameter!.Text("name"));
        query.ShouldBe(["user_id", "user", "conversation_id", "date_from", "date_to", "tz", "mcp_server", "tool", "limit", "cursor"]);
    }

    private IEnumerable<RouteEndpoint> Endpoints() => shared.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !IsFileInDevelopment(endpoint));

    // In Development, files that came after the build are looked for behind everything else.
    private static bool IsFileInDevelopment(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText == "{**path:file}";

    private IEnumerable<RouteEndpoint> Calls() => Endpoints().Where(endpoint => !IsExcluded(endpoint));

    private static bool IsExcluded(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription == true;

    private static IEnumerable<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => method.ToLowerInvariant());

    // "/api/v1/users/{id:int}" is described as "/api/v1/users/{id}".
    private static string PathOf(RouteEndpoint endpoint) =>
        $"/{Placeholders().Replace(endpoint.RoutePattern.RawText!.Trim('/'), match => $"{{{match.Groups["name"].Value}}}")}";

    private async Task<JsonObject> DocumentAsync()
    {
        using var client = shared.App.ClientFor(null);
        return await client.GetJsonAsync("/openapi/v1.json");
    }

    private async Task<IEnumerable<(string Name, JsonNode Json)>> OperationsAsync() => Operations(await DocumentAsync());

    private static IEnumerable<(string Name, JsonNode Json)> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => ($"{operation.Key} {path.Key}", operation.Value!)));

    private static void ShouldBeProblem(JsonNode operation, string status, string name)
    {
        var answers = operation["responses"]!.AsObject();
        answers.ContainsKey(status).ShouldBeTrue($"{name} says nothing of {status}");
        ShouldHaveSchema(answers[status]!, [Problem], $"{name} {status}");
    }

    // All speak JSON, but for streams and files.
    private static string[] TypesOf(string name, string status) => name switch
    {
        _ when status == "204" || name == $"get {ForwardAuth}" => [],
        "post /ask/stream" => ["text/event-stream"],
        _ when name.EndsWith("/export", StringComparison.Ordinal) => ["application/json", "application/jsonl", "text/csv"],
        _ => ["application/json"],
    };

    private static void ShouldHaveSchema(JsonNode described, string[] types, string name)
    {
        var content = described["content"]?.AsObject();
        if (types.Length == 0)
        {
            content.ShouldBeNull(name);
            return;
        }

        content.ShouldNotBeNull(name).Select(entry => entry.Key).ShouldBe(types, ignoreOrder: true, name);
        Array.ForEach(types, type => content[type]!["schema"].ShouldNotBeNull(name));
    }

    [GeneratedRegex(@"\{(?<name>[^}:]+)(:[^}]*)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholders();

    [GeneratedRegex("#/components/schemas/(?<name>[^\"]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex References();
}
