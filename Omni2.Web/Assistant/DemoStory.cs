using System.Globalization;

namespace Omni2.Web.Assistant;

/// <summary>A long answer, for trying Stop and a reconnect: some 700 words, 20 seconds at the default pace.</summary>
internal static class DemoStory
{
    private const int Chapters = 12;

    public static string Text { get; } = string.Join("\n\n", Enumerable.Range(1, Chapters).Select(Chapter));

    private static string Chapter(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        ### Chapter {number} of {Chapters}

        A message left a browser and came to a hub. The hub asked who had sent it, whether that was allowed, and how much had been used today. Then it woke this demo model, which knew nothing, took its time, and sent its words back one after another. Somebody watched them arrive, and may press **Stop** or reload the page now.
        """);
}
