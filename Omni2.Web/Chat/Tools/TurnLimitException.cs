namespace Omni2.Web.Chat.Tools;

/// <summary>A message that came to one of our own limits while it was answered.</summary>
/// <param name="code">A word of <see cref="ChatErrors"/>.</param>
/// <param name="sentence">For the person: what happened and what to do.</param>
internal sealed class TurnLimitException(string code, string sentence) : Exception(sentence)
{
    public string Code { get; } = code;
}
