using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ProviderFinishReason = OpenAI.Chat.ChatFinishReason;
using ProviderMessage = OpenAI.Chat.ChatMessage;

namespace Omni2.Web.Assistant;

/// <summary>Any OpenAI-compatible server, through the vendor's SDK. It neither retries nor waits on its own clock.</summary>
internal sealed class OpenAIChatClient : IChatClient
{
    // The SDK insists on a key; local servers need none and ignore it.
    private const string NoKey = "none";

    private readonly HttpClient _http;
    private readonly ChatClient _chat;
    private readonly ChatClientMetadata _metadata;
    private readonly bool _isVendor;

    public OpenAIChatClient(AssistantOptions options)
    {
        var endpoint = string.IsNullOrWhiteSpace(options.BaseUrl) ? null : new Uri(options.BaseUrl);
        var key = string.IsNullOrWhiteSpace(options.ApiKey) ? NoKey : options.ApiKey.Trim();
        _isVendor = IsVendor(endpoint);
        _http = ModelServerHttp.CreateClient();
        _chat = new(options.Model!.Trim(), new ApiKeyCredential(key), new()
        {
            Endpoint = endpoint,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new() { EnableLogging = false },
        });
        _metadata = new(AssistantProviders.OpenAI, endpoint, options.Model!.Trim());
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var settings = Settings(options?.MaxOutputTokens);
        await foreach (var update in _chat.CompleteChatStreamingAsync(messages.Select(Message), settings, cancellationToken))
        {
            yield return new(ChatRole.Assistant, [.. Contents(update)])
            {
                ModelId = update.Model,
                ResponseId = update.CompletionId,
                FinishReason = update.FinishReason is { } reason ? FinishReason(reason) : null,
            };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(_metadata) ? _metadata
        : null;

    public void Dispose() => _http.Dispose();

    private ChatCompletionOptions Settings(int? maxOutputTokens)
    {
        if (_isVendor || maxOutputTokens is null)
        {
            return new() { MaxOutputTokenCount = maxOutputTokens };
        }

        // The vendor renamed this member to max_completion_tokens, which many other servers ignore.
        var settings = new ChatCompletionOptions();
#pragma warning disable SCME0001 // JsonPatch is marked experimental; there is no other way to send the member.
        settings.Patch.Set("$.max_tokens"u8, maxOutputTokens.Value);
#pragma warning restore SCME0001
        return settings;
    }

    private static bool IsVendor(Uri? endpoint) => endpoint is null
        || endpoint.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase)
        || endpoint.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);

    private static ProviderMessage Message(ChatMessage message) =>
        message.Role == ChatRole.System ? new SystemChatMessage(message.Text)
        : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text)
        : new UserChatMessage(message.Text);

    private static IEnumerable<AIContent> Contents(StreamingChatCompletionUpdate update)
    {
        foreach (var part in update.ContentUpdate.Where(part => !string.IsNullOrEmpty(part.Text)))
        {
            yield return new TextContent(EscapedSurrogates.Restore(part.Text));
        }

        // A model that declines says so in a field of its own; for the person it is the answer.
        if (update.RefusalUpdate is { Length: > 0 } refusal)
        {
            yield return new TextContent(EscapedSurrogates.Restore(refusal));
        }

        if (update.Usage is { } usage)
        {
            yield return new UsageContent(new()
            {
                InputTokenCount = usage.InputTokenCount,
                OutputTokenCount = usage.OutputTokenCount,
                TotalTokenCount = usage.TotalTokenCount,
            });
        }
    }

    private static ChatFinishReason FinishReason(ProviderFinishReason reason) => reason switch
    {
        ProviderFinishReason.Length => ChatFinishReason.Length,
        ProviderFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        ProviderFinishReason.ToolCalls or ProviderFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };
}
