using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Forms that cannot be read, and methods that a page does not have: refused, and never a page with empty fields.</summary>
public sealed class FormTests(HostileWorld world) : HostileTests(world)
{
    private const string Plain = "application/x-www-form-urlencoded";

    private static readonly Dictionary<string, (string Type, string Body)> Unreadable = new(StringComparer.Ordinal)
    {
        ["no boundary"] = ("multipart/form-data", "--x\r\n"),
        ["a boundary that never ends"] = ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nowl"),
        ["no parts"] = ("multipart/form-data; boundary=x", "owl"),
        ["a huge boundary"] = ($"multipart/form-data; boundary={new string('x', 500)}", "--x--"),
        ["too many fields"] = (Plain, string.Join('&', Enumerable.Range(0, 1100).Select(i => $"a{i}=1"))),
        ["a huge name"] = (Plain, $"{new string('a', 3000)}=1"),
        ["a huge value"] = (Plain, $"email={new string('a', 4 * 1024 * 1024 + 1)}"),
        ["U+0000"] = (Plain, "email=a%00b"),
    };

    public static TheoryData<string> Cases => [.. Unreadable.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_form_that_cannot_be_read_is_refused_whichever_way_its_token_comes(string name)
    {
        var (type, body) = Unreadable[name];
        var token = await TokenAsync();
        foreach (var path in new[] { "/live-updates/enable", $"/live-updates/disable/{World.Neo.Id}", "/login" })
        {
            foreach (var header in new[] { token, null })
            {
                using var answer = await SendAsync(HttpMethod.Post, path, type, body, header);

                answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
                (await answer.ShouldBeDecentAsync()).ShouldContain("could not be taken");
            }
        }

        (await World.App.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_grants WHERE user_id = $1", World.Neo.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_is_taken_as_replacement_characters()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/live-updates/enable", Plain, "email=%ff%c0%zz%&ttl_hours=1&reason=%ed%a0%80", await TokenAsync());

        using var page = await BrowserLikeClient.ParseAsync(await answer.ShouldBeDecentAsync());
        page.QuerySelector("#email-error").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_field_cannot_take_the_place_of_an_id_in_the_address()
    {
        var person = await World.App.CreateUserAsync();
        await World.App.MonitorAsync(World.Admin, person);

        using var answer = await SendAsync(HttpMethod.Post, $"/live-updates/disable/{person.Id}", Plain, $"userId={World.Neo.Id}", await TokenAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await World.App.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_grants WHERE user_id = $1", World.Neo.Id)).ShouldBe(1);
        (await World.App.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_grants WHERE user_id = $1", person.Id)).ShouldBe(0);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OWL")]
    public async Task A_method_that_a_page_does_not_have_is_405(string method)
    {
        var id = Guid.NewGuid();
        foreach (var path in new[] { "/chat", "/login", "/live-updates", $"/chat/answers/{id}", $"/chat/flows/{id}", $"/chat/log/{id}", $"/live-updates/panels/{World.Neo.Id}", "/people/suggestions" })
        {
            using var answer = await SendAsync(new HttpMethod(method), path, Plain, method == "TRACE" ? null : "email=a", await TokenAsync());

            answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed, path);
            await answer.ShouldBeDecentAsync();
        }
    }

    [Theory]
    [InlineData("200")]
    [InlineData("404")]
    [InlineData("500")]
    [InlineData("99999")]
    public async Task The_page_of_errors_is_none_of_its_own(string status)
    {
        using var answer = await World.Browser.Client.GetAsync($"/error/{status}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.ShouldBeDecentAsync()).ShouldContain("no such page");
    }

    private async Task<string> TokenAsync()
    {
        using var page = await World.Browser.GetPageAsync("/live-updates");
        return ((IHtmlInputElement)page.QuerySelector("input[name=__RequestVerificationToken]")!).Value;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string type, string? body, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (token is not null)
        {
            request.Headers.Add("X-XSRF-TOKEN", token);
        }

        return await World.Browser.Client.SendAsync(request);
    }
}
