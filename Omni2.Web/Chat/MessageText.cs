namespace Omni2.Web.Chat;

/// <summary>What a message must be, whichever way it comes.</summary>
internal static class MessageText
{
    /// <summary>Characters (Unicode code points) a message may have.</summary>
    public const int MaxCharacters = 16_000;

    /// <summary>What is wrong with it, in a sentence for the person; null when it may be asked.</summary>
    public static string? ProblemOf(string text) =>
        string.IsNullOrWhiteSpace(text) ? "The message is empty. Write something and send it again."
        : text.EnumerateRunes().Count() > MaxCharacters ? "The message is longer than 16,000 characters. Shorten it and send it again."
        : null;
}
