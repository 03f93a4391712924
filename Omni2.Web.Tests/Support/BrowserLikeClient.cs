using System.Net;
using System.Security.Cryptography.X509Certificates;
using AngleSharp;
using AngleSharp.Html.Dom;

namespace Omni2.Web.Tests.Support;

/// <summary>What a browser does with pages, forms and cookies, without running their scripts.</summary>
/// <param name="address">Of the site.</param>
/// <param name="certificate">The site's own, which no authority has signed; null when it has none.</param>
public sealed class BrowserLikeClient(Uri address, X509Certificate2? certificate = null) : IDisposable
{
    private readonly HttpClientHandler _handler = new()
    {
        AllowAutoRedirect = false,
        CookieContainer = new CookieContainer(),
        ServerCertificateCustomValidationCallback = certificate is null ? null : (_, shown, _, _) => certificate.Equals(shown),
    };

    private HttpClient? _client;

    public CookieContainer Cookies => _handler.CookieContainer;

    public HttpClient Client => _client ??= new HttpClient(_handler, disposeHandler: false) { BaseAddress = address };

    /// <summary>The Cookie header for a request that this client does not send itself, such as a WebSocket's.</summary>
    public string CookieHeader => Cookies.GetCookieHeader(address);

    public async Task SignInAsync(TestUser user)
    {
        using var answer = await PostFormAsync("/login", new() { ["Email"] = user.Email, ["Password"] = user.Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Presses "Sign out"; the form token of any page will do.</summary>
    public async Task SignOutAsync()
    {
        using var answer = await PostFormAsync("/error/404", [], "/logout");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    public async Task<IHtmlDocument> GetPageAsync(string path)
    {
        using var answer = await Client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await ParseAsync(answer);
    }

    /// <summary>Loads the page for its form token and posts the fields to it (or to <paramref name="action"/>).</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string page, Dictionary<string, string> fields, string? action = null)
    {
        using var loaded = await Client.GetAsync(page);
        var document = await ParseAsync(loaded);
        var token = document.QuerySelector("input[name=__RequestVerificationToken]") as IHtmlInputElement;
        token.ShouldNotBeNull($"{page} has no form token ({loaded.StatusCode})");
        fields["__RequestVerificationToken"] = token.Value;
        return await Client.PostAsync(action ?? page, new FormUrlEncodedContent(fields));
    }

    public static async Task<IHtmlDocument> ParseAsync(HttpResponseMessage answer) => await ParseAsync(await answer.Content.ReadAsStringAsync());

    public static async Task<IHtmlDocument> ParseAsync(string html)
    {
        var context = BrowsingContext.New(Configuration.Default);
        return (IHtmlDocument)await context.OpenAsync(response => response.Content(html));
    }

    public void Dispose()
    {
        _client?.Dispose();
        _handler.Dispose();
    }
}
