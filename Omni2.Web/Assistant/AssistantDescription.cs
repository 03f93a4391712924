namespace Omni2.Web.Assistant;

/// <summary>What pages and results say about the model that answers.</summary>
internal sealed record AssistantDescription(string Provider, string Model, bool IsDemo)
{
    public static AssistantDescription Of(AssistantOptions options) => options.IsDemo()
        ? new(AssistantProviders.Demo, DemoChatClient.ModelName, IsDemo: true)
        : new(options.VendorName(), options.Model!.Trim(), IsDemo: false);
}
