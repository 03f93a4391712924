using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

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
        var settings = Settings(options);
        var toolCalls = new StreamedToolCalls();
        await foreach (var update in _chat.CompleteChatStreamingAsync(messages.SelectMany(OpenAITranslation.Messages), settings, cancellationToken))
        {
            List<AIContent> contents = [.. OpenAITranslation.Contents(update), .. update.ToolCallUpdates.Select(piece => OpenAITranslation.Add(piece, toolCalls))];
            contents.AddRange(update.FinishReason is null ? [] : toolCalls.Take());
            yield return new(ChatRole.Assistant, contents)
            {
                ModelId = update.Model,
                ResponseId = update.CompletionId,
                FinishReason = update.FinishReason is { } reason ? OpenAITranslation.FinishReason(reason) : null,
            };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(_metadata) ? _metadata
        : null;

    public void Dispose() => _http.Dispose();

    private ChatCompletionOptions Settings(ChatOptions? options)
    {
        var settings = new ChatCompletionOptions();
        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
        {
            settings.Tools.Add(OpenAITranslation.Tool(SentTool.Of(tool)));
        }

        if (_isVendor || options?.MaxOutputTokens is null)
        {
            settings.MaxOutputTokenCount = options?.MaxOutputTokens;
            return settings;
        }

        // The vendor renamed this member to max_completion_tokens, which many other servers ignore.
#pragma warning disable SCME0001 // JsonPatch is marked experimental; there is no other way to send the member.
        settings.Patch.Set("$.max_tokens"u8, options.MaxOutputTokens.Value);
#pragma warning restore SCME0001
        return settings;
    }

    private static bool IsVendor(Uri? endpoint) => endpoint is null
        || endpoint.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase)
        || endpoint.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);
}
