using System.Runtime.CompilerServices;
using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>The Messages API, through the vendor's SDK and its own chat client.</summary>
internal sealed class AnthropicChatClient : DelegatingChatClient
{
    // Without a key the SDK would send one from its own environment variables, to whatever server.
    private const string NoKey = "none";

    // Longer than OverallTimeout can be. The SDK puts its time-out into a header, where an infinite one is negative.
    private static readonly TimeSpan NeverReached = TimeSpan.FromDays(2);

    private readonly AnthropicClient _client;

    public AnthropicChatClient(AssistantOptions options)
        : this(Client(options), options)
    {
    }

    private AnthropicChatClient(AnthropicClient client, AssistantOptions options)
        : base(client.AsIChatClient(options.Model!.Trim(), options.MaxOutputTokens)) => _client = client;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var toolCalls = new StreamedToolCalls();
        await foreach (var update in InnerClient.GetStreamingResponseAsync(UserTurns.Merge(messages), AnthropicTools.Declared(options), cancellationToken))
        {
            foreach (var text in update.Contents.OfType<TextContent>())
            {
                text.Text = EscapedSurrogates.Restore(text.Text);
            }

            update.FinishReason = update.FinishReason is { } reason ? AnthropicTranslation.FinishReason(reason) : null;
            AnthropicTools.Gather(update, toolCalls);
            yield return update;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _client.Dispose();
        }

        base.Dispose(disposing);
    }

    private static AnthropicClient Client(AssistantOptions options) => new()
    {
        HttpClient = ModelServerHttp.CreateClient(),
        // Both are named even when they are not configured: the SDK's environment variables do not count here.
        BaseUrl = string.IsNullOrWhiteSpace(options.BaseUrl) ? EnvironmentUrl.Production : options.BaseUrl.Trim(),
        ApiKey = string.IsNullOrWhiteSpace(options.ApiKey) ? NoKey : options.ApiKey.Trim(),
        MaxRetries = 0,
        Timeout = NeverReached,
        OpenTelemetry = false,
    };
}
