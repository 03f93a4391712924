namespace Omni2.E2E.Support;

/// <summary>With OMNI2_ALBUM set to a folder, a picture of every state that is looked at, for people to leaf through.</summary>
internal static class Album
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("OMNI2_ALBUM");

    public static bool IsKept => !string.IsNullOrEmpty(Folder);

    public static async Task KeepAsync(IPage page, string state)
    {
        if (IsKept)
        {
            var dark = await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, $"{page.ViewportSize!.Width}-{(dark ? "dark" : "light")}-{state.Replace(' ', '-')}.png"), FullPage = true });
        }
    }
}
