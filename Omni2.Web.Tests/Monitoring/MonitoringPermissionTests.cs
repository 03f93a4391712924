using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

public sealed class MonitoringPermissionTests(SharedApp shared)
{
    public static TheoryData<string, string> Calls() => new(
        ("GET", "/api/v1/monitoring/users?q=a"),
        ("GET", "/api/v1/monitoring/list"),
        ("POST", "/api/v1/monitoring/enable"),
        ("POST", "/api/v1/monitoring/disable"),
        ("GET", "/api/v1/monitoring/flows/{user}"),
        ("GET", "/api/v1/monitoring/flows/session/{session}"));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_call_needs_a_sign_in_and_the_right_to_monitor(string method, string path)
    {
        var neo = await shared.App.CreateUserAsync();
        var said = await shared.App.SayAsync(neo, "Hello");
        path = path.Replace("{user}", $"{neo.Id}", StringComparison.Ordinal).Replace("{session}", said["result"]!.Text("session_id"), StringComparison.Ordinal);

        using var permitted = await CallAsync(await shared.App.CreateUserAsync("operator"));
        using var nobody = await CallAsync(null);
        using var withoutRight = await CallAsync(await shared.App.CreateUserAsync("auditor"));

        permitted.StatusCode.ShouldBe(HttpStatusCode.OK);
        await nobody.ProblemAsync(HttpStatusCode.Unauthorized);
        nobody.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        await withoutRight.ProblemAsync(HttpStatusCode.Forbidden);

        async Task<HttpResponseMessage> CallAsync(TestUser? user)
        {
            using var client = shared.App.ClientFor(user);
            return method == "GET"
                ? await client.GetAsync(path)
                : await client.PostJsonAsync(path, $$"""{"user_ids":[{{neo.Id}}],"ttl_hours":1,"reason":"a reason"}""");
        }
    }
}
