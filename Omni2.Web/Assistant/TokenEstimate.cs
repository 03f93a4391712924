using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>Tokens guessed from characters: about four characters a token.</summary>
internal static class TokenEstimate
{
    private const int CharactersPerToken = 4;

    public static long Of(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    public static long Of(ChatMessage message) => Of(message.Text.Length);

    public static long Of(IEnumerable<ChatMessage> messages) => messages.Sum(Of);
}
