namespace Omni2.Web.Tests.Support;

/// <summary>A request of which only the status matters: 101 for a socket that opens.</summary>
internal static class Knocking
{
    public static async Task<int> KnockAsync(this Omni2App app, string path, params (string Name, string? Value)[] headers)
    {
        (string Name, string? Value)[] sent = [.. headers.Where(header => header.Value is not null)];
        return path.StartsWith("/ws/", StringComparison.Ordinal) || path.StartsWith("/api/v1/ws/", StringComparison.Ordinal)
            ? await OpenAsync(app, path, sent)
            : await GetAsync(app, path, sent);
    }

    public static (string Name, string? Value) Bearer(string? token) => ("Authorization", token is null ? null : $"Bearer {token}");

    public static (string Name, string? Value) Origin(this Omni2App app) => ("Origin", app.Address.GetLeftPart(UriPartial.Authority));

    public static (string Name, string? Value) Cookie(this BrowserLikeClient browser) => ("Cookie", browser.CookieHeader);

    private static async Task<int> OpenAsync(Omni2App app, string path, (string Name, string? Value)[] headers)
    {
        try
        {
            await using var socket = await ChatConnection.ConnectAsync(new Uri(app.Address, path), options =>
            {
                foreach (var (name, value) in headers)
                {
                    options.SetRequestHeader(name, value!);
                }
            });
            return 101;
        }
        catch (RefusedUpgradeException refused)
        {
            return refused.Status;
        }
    }

    private static async Task<int> GetAsync(Omni2App app, string path, (string Name, string? Value)[] headers)
    {
        using var client = app.ClientFor(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
