namespace Omni2.Web.Assistant;

/// <summary>The values of <c>Omni2__Llm__Provider</c>.</summary>
internal static class AssistantProviders
{
    public const string Demo = "demo";
    public const string OpenAI = "openai";
    public const string Anthropic = "anthropic";

    public static bool IsDemo(this AssistantOptions options) => Is(options.Provider, Demo);

    public static bool IsOpenAI(this AssistantOptions options) => Is(options.Provider, OpenAI);

    public static bool IsAnthropic(this AssistantOptions options) => Is(options.Provider, Anthropic);

    /// <summary>The name as it is written here, of a provider that is not the demo.</summary>
    public static string VendorName(this AssistantOptions options) => options.IsAnthropic() ? Anthropic : OpenAI;

    private static bool Is(string? provider, string name) =>
        string.Equals(provider, name, StringComparison.OrdinalIgnoreCase);
}
