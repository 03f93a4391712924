using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>Tokens guessed from characters: about four characters a token.</summary>
internal static class TokenEstimate
{
    private const int CharactersPerToken = 4;

    public static long Of(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    public static long Of(ChatMessage message) => Of(message.Contents.Sum(content => (long)Characters(content)));

    public static long Of(IEnumerable<ChatMessage> messages) => messages.Sum(Of);

    public static long Of(AIFunctionDeclaration tool) => Of((long)tool.Name.Length + tool.Description.Length + Characters(tool.JsonSchema));

    /// <summary>A whole request: providers count the tools as input, too.</summary>
    public static long Of(IEnumerable<ChatMessage> messages, IEnumerable<AIFunctionDeclaration> tools) => Of(messages) + tools.Sum(Of);

    private static int Characters(AIContent content) => content switch
    {
        TextContent text => text.Text.Length,
        FunctionCallContent call => call.Name.Length + ToolCallArguments.JsonOf(call).Length,
        FunctionResultContent result => ToolResultText.Of(result).Length,
        _ => 0,
    };

    private static int Characters(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(schema).Length;
}
