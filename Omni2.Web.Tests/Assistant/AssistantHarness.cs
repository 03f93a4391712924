using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Omni2.Web.Assistant;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Assistant;

/// <summary>The assistant as the app registers it, against a fake model server, with its own clock and logs.</summary>
internal sealed class AssistantHarness : IAsyncDisposable
{
    public const string Key = "sk-secret-4711";

    /// <summary>After this a test fails instead of hanging; nothing waits for it when all is well.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;

    public AssistantHarness(params (string Name, string? Value)[] settings)
    {
        Dictionary<string, string?> values = new(StringComparer.Ordinal)
        {
            ["Omni2:Llm:Provider"] = "openai",
            ["Omni2:Llm:ApiKey"] = Key,
            ["Omni2:Llm:Model"] = "configured-model",
        };
        foreach (var (name, value) in settings)
        {
            values[$"Omni2:Llm:{name}"] = value;
        }

        values.TryAdd("Omni2:Llm:BaseUrl", BaseUrlFor(values["Omni2:Llm:Provider"]));
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddAssistant()
            .BuildServiceProvider(validateScopes: true);
    }

    public FakeModelServer Server { get; } = FakeModelServer.Start();

    public ManualTime Time { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public AssistantStream Assistant => Get<AssistantStream>();

    public string BaseUrl => Get<IOptions<AssistantOptions>>().Value.BaseUrl!;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IAsyncEnumerator<AnswerPart> Ask(string question, CancellationToken cancellationToken = default) =>
        Ask(Request(question), cancellationToken);

    public IAsyncEnumerator<AnswerPart> Ask(AssistantRequest request, CancellationToken cancellationToken = default) =>
        Assistant.AnswerAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);

    /// <summary>A question with nothing said before it.</summary>
    public static AssistantRequest Request(string question, params AIFunctionDeclaration[] tools) =>
        new([], [new ChatMessage(ChatRole.User, question)], tools);

    public Task<Heard> HearAsync(string question = "What is up?") => HearAsync(Request(question));

    /// <summary>A conversation that ends with the question.</summary>
    public Task<Heard> HearAsync(IReadOnlyList<ChatMessage> conversation) =>
        HearAsync(new AssistantRequest([.. conversation.SkipLast(1)], [conversation[^1]], []));

    /// <summary>Everything that an answer brings, including its failure.</summary>
    public async Task<Heard> HearAsync(AssistantRequest request)
    {
        using var hanging = new CancellationTokenSource(Patience);
        List<string> chunks = [];
        AnswerSummary? summary = null;
        try
        {
            await foreach (var part in Assistant.AnswerAsync(request, hanging.Token))
            {
                summary.ShouldBeNull();
                summary = part as AnswerSummary;
                chunks.AddRange(part is AnswerText text ? [text.Text] : []);
            }
        }
        catch (AssistantException failure)
        {
            return new(chunks, summary, failure);
        }

        return new(chunks, summary.ShouldNotBeNull(), Failure: null);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }

    private string BaseUrlFor(string? provider) =>
        (provider == AssistantProviders.Anthropic ? Server.AnthropicBaseUrl : Server.BaseUrl).ToString();

    internal sealed record Heard(IReadOnlyList<string> Chunks, AnswerSummary? Summary, AssistantException? Failure)
    {
        public string Text => string.Concat(Chunks);

        public IReadOnlyList<FunctionCallContent> ToolCalls => Summary.ShouldNotBeNull().ToolCalls;
    }
}
