namespace Omni2.Web.Assistant;

/// <summary>Which model answers, within which limits and at what price (section <c>Omni2:Llm</c>).</summary>
internal sealed class AssistantOptions
{
    public const string Section = "Omni2:Llm";

    /// <summary><c>demo</c>, <c>openai</c> or <c>anthropic</c>.</summary>
    public string Provider { get; set; } = AssistantProviders.Demo;

    /// <summary>Address of a compatible server, for <c>openai</c> with <c>/v1</c>, for <c>anthropic</c> without; empty: the vendor's own.</summary>
    public string? BaseUrl { get; set; }

    public string? ApiKey { get; set; }

    public string? Model { get; set; }

    public int MaxOutputTokens { get; set; } = 4096;

    /// <summary>USD per million input tokens.</summary>
    public decimal InputPricePerMillion { get; set; }

    /// <summary>USD per million output tokens.</summary>
    public decimal OutputPricePerMillion { get; set; }

    /// <summary>How many tokens of earlier messages go to the model with a question.</summary>
    public int HistoryTokens { get; set; } = 12_000;

    /// <summary>How long the provider may send nothing.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the model may take for one message in all, however often tools make it go on.</summary>
    public TimeSpan OverallTimeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>The demo model's pause between two words.</summary>
    public TimeSpan DemoWordDelay { get; set; } = TimeSpan.FromMilliseconds(30);
}
