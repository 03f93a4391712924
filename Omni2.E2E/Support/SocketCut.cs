namespace Omni2.E2E.Support;

/// <summary>Stands between a page and a socket of the server, and cuts the line when told: the server goes on, the page must come back.</summary>
internal sealed class SocketCut
{
    private IWebSocketRoute? _latest;

    public static async Task<SocketCut> BetweenAsync(IPage page, string path)
    {
        var cut = new SocketCut();
        await page.RouteWebSocketAsync(url => new Uri(url).AbsolutePath.StartsWith(path, StringComparison.Ordinal), route =>
        {
            route.ConnectToServer();
            cut._latest = route;
        });
        return cut;
    }

    public async Task CutAsync()
    {
        var route = _latest ?? throw new InvalidOperationException("No socket was opened yet.");
        await route.CloseAsync(new() { Code = 1012, Reason = "cut by the test" });
    }
}
