using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Omni2.Web.Assistant;

internal static class AssistantFeature
{
    public static IServiceCollection AddAssistant(this IServiceCollection services)
    {
        services.AddOptions<AssistantOptions>().BindConfiguration(AssistantOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AssistantOptions>, AssistantOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Client);
        services.AddSingleton(provider => AssistantDescription.Of(Options(provider)));
        services.AddSingleton<Prices>();
        services.AddSingleton<AssistantStream>();
        return services;
    }

    private static IChatClient Client(IServiceProvider provider) => Options(provider) switch
    {
        var options when options.IsDemo() => new DemoChatClient(provider.GetRequiredService<TimeProvider>(), options.DemoWordDelay),
        var options when options.IsAnthropic() => new AnthropicChatClient(options),
        var options => new OpenAIChatClient(options),
    };

    private static AssistantOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<AssistantOptions>>().Value;
}
