using System.Net;
using System.Net.Http.Json;
using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

/// <summary>Every way into management: closed to who is not signed in, to who may not administer, and to foreign pages.</summary>
public sealed class ManagementPermissionTests(SharedApp shared)
{
    public static TheoryData<string, string> Calls => new()
    {
        { "GET", "/api/v1/roles" }, { "POST", "/api/v1/roles" }, { "GET", "/api/v1/roles/user" }, { "PUT", "/api/v1/roles/user" }, { "DELETE", "/api/v1/roles/user" },
        { "GET", "/api/v1/users" }, { "POST", "/api/v1/users" }, { "GET", "/api/v1/users/1" }, { "PATCH", "/api/v1/users/1" }, { "PUT", "/api/v1/users/1/password" },
        { "PUT", "/api/v1/users/1/block" }, { "DELETE", "/api/v1/users/1/block" }, { "GET", "/api/v1/access/1" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Only_administrators_may_call_it(string method, string path)
    {
        using var nobody = shared.App.ClientFor(null);
        (await SendAsync(nobody, method, path)).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var role in new[] { "user", "operator", "auditor" })
        {
            using var person = shared.App.ClientFor(await shared.App.CreateUserAsync(role));
            (await SendAsync(person, method, path)).ShouldBe(HttpStatusCode.Forbidden, role);
        }
    }

    [Fact]
    public async Task With_the_cookie_a_change_comes_from_our_own_pages()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));
        var name = ManagedApp.NewName();

        using var foreign = await browser.Client.PostAsJsonAsync("/api/v1/roles", new { name });
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        browser.Client.DefaultRequestHeaders.Add("Origin", shared.App.Origin().Value);
        using var ours = await browser.Client.PostAsJsonAsync("/api/v1/roles", new { name });

        ours.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is not "GET" and not "DELETE")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
