using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Omni2.E2E.Support;

/// <summary>Somebody with a browser of their own (a context: cookies, tabs), and everything that went wrong in it.</summary>
internal sealed class Visitor
{
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly List<Regex> _expected = [];
    private readonly IBrowserContext _context;

    private Visitor(IBrowserContext context, IPage page, HostedApp app) => (_context, Page, App) = (context, page, app);

    public IPage Page { get; }

    public HostedApp App { get; }

    public static async Task<Visitor> OpenAsync(IBrowser browser, HostedApp app, Screen screen)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = app.Address.ToString(),
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            ColorScheme = screen.Dark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = "Asia/Jerusalem",
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        await context.Tracing.StartAsync(new() { Snapshots = Album.IsKept });
        var visitor = new Visitor(context, await context.NewPageAsync(), app);
        context.Console += (_, message) => visitor.Note(message.Type == "error", message.Text);
        context.WebError += (_, error) => visitor.Note(true, error.Error);
        return visitor;
    }

    /// <summary>One more tab with the same cookies.</summary>
    public Task<IPage> NewTabAsync() => _context.NewPageAsync();

    /// <summary>Console errors that belong to the story, such as a server that is away.</summary>
    public Visitor Expecting(string pattern)
    {
        _expected.Add(new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)));
        return this;
    }

    /// <summary>Connections that fail while the server is away, as Chromium words it.</summary>
    public Visitor ExpectingLostServer() => Expecting("htmx:ws:error|WebSocket connection to|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|Failed to fetch|NetworkError");

    public async Task SignInAsync(Account account) => await (await Pages.LoginPage.OpenAsync(Page)).SignInAsync(account);

    public void ShouldHaveSeenNoProblem() => _problems.Where(problem => !Album.IsKept || !problem.Contains("inline style", StringComparison.Ordinal)).ShouldBeEmpty();

    public async Task SaveEvidenceAsync(string place)
    {
        var number = 0;
        foreach (var page in _context.Pages)
        {
            await page.ScreenshotAsync(new() { Path = $"{place}-{++number}.png", FullPage = true });
        }

        await _context.Tracing.StopAsync(new() { Path = $"{place}.zip" });
    }

    public Task CloseAsync() => _context.CloseAsync();

    private void Note(bool bad, string text)
    {
        if (bad && !_expected.Exists(pattern => pattern.IsMatch(text)))
        {
            _problems.Enqueue(text);
        }
    }
}

/// <summary>What a visitor looks at.</summary>
internal sealed record Screen(int Width, int Height, bool Dark)
{
    public static readonly Screen Desk = new(1280, 900, Dark: false);

    public static readonly Screen Phone = new(360, 740, Dark: false);
}
