namespace Omni2.Web.Assistant;

/// <summary>The values of <c>Omni2__Llm__Provider</c>.</summary>
internal static class AssistantProviders
{
    public const string Demo = "demo";
    public const string OpenAI = "openai";

    public static bool IsDemo(this AssistantOptions options) => Is(options.Provider, Demo);

    public static bool IsOpenAI(this AssistantOptions options) => Is(options.Provider, OpenAI);

    private static bool Is(string? provider, string name) =>
        string.Equals(provider, name, StringComparison.OrdinalIgnoreCase);
}
