namespace Omni2.E2E.Support;

/// <summary>The system's Chromium, started so that it talks to nobody but the app.</summary>
internal static class Chromium
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];

    public static BrowserTypeLaunchOptions Options => new() { ExecutablePath = Path, Args = [.. Flags] };

    private static string Path => Environment.GetEnvironmentVariable("OMNI2_CHROMIUM") is { Length: > 0 } chosen
        ? chosen
        : Array.Find(Places, File.Exists) ?? throw new InvalidOperationException("No Chromium was found: install one, or set OMNI2_CHROMIUM to its path.");

    private static IEnumerable<string> Flags
    {
        get
        {
            if (Environment.IsPrivilegedProcess)
            {
                yield return "--no-sandbox";
            }

            yield return "--disable-quic";
            yield return "--disable-background-networking";
            yield return "--disable-component-update";
            yield return "--disable-sync";
            yield return "--no-first-run";
        }
    }
}
