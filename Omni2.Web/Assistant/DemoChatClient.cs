using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>A model that needs no network and no key, and says so.</summary>
internal sealed partial class DemoChatClient(TimeProvider time, TimeSpan wordDelay) : IChatClient
{
    public const string ModelName = "omni2-demo";

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var said = messages.ToList();
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>().ToList() ?? [];
        var reply = DemoAnswer.To(said, tools);
        var finish = reply.ToolCalls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
        var characters = 0;
        foreach (var word in Words(reply.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TokenEstimate.Of(characters + word.Length) > (options?.MaxOutputTokens ?? int.MaxValue))
            {
                finish = ChatFinishReason.Length;
                break;
            }

            if (wordDelay > TimeSpan.Zero)
            {
                await Task.Delay(wordDelay, time, cancellationToken);
            }

            characters += word.Length;
            yield return new(ChatRole.Assistant, word) { ModelId = ModelName };
        }

        var calls = finish == ChatFinishReason.ToolCalls ? reply.ToolCalls : [];
        var output = TokenEstimate.Of(characters) + TokenEstimate.Of(new ChatMessage(ChatRole.Assistant, [.. calls]));
        yield return new(ChatRole.Assistant, [.. calls, Usage(TokenEstimate.Of(said, tools), output)])
        {
            ModelId = ModelName,
            FinishReason = finish,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing to release.
    }

    private static IEnumerable<string> Words(string text) => WordWithSpace().Matches(text).Select(match => match.Value);

    private static UsageContent Usage(long input, long output) => new(new()
    {
        InputTokenCount = input,
        OutputTokenCount = output,
        TotalTokenCount = input + output,
    });

    [GeneratedRegex(@"\s*\S+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordWithSpace();
}
