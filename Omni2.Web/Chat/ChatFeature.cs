using Microsoft.Extensions.Options;
using Omni2.Web.Access;
using Omni2.Web.Assistant;
using Omni2.Web.Chat.Tools;
using Omni2.Web.Chat.Welcome;

namespace Omni2.Web.Chat;

internal static class ChatFeature
{
    public static void AddChat(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<TurnStore>();
        services.AddSingleton<SpokenHistory>();
        services.AddSingleton<Transcript>();
        services.AddSingleton<LiveConversations>();
        services.AddSingleton<RunningTurns>();
        services.AddHostedService(provider => provider.GetRequiredService<RunningTurns>());
        AddTools(services);
        services.AddSingleton<TurnServices>();
        services.AddSingleton<IModelCost, ModelCost>();
        services.AddSingleton<Welcomes>();
        services.AddSingleton<WelcomeList>();
        services.AddSingleton<WelcomeStore>();
    }

    public static void MapChat(this IEndpointRouteBuilder routes)
    {
        routes.Map("/ws/chat", ChatSocketEndpoint.HandleAsync).ExcludeFromDescription();
        routes.MapAskStream();
        routes.MapWelcomeApi();
    }

    private static void AddTools(IServiceCollection services)
    {
        services.AddOptions<TurnOptions>().BindConfiguration(TurnOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TurnOptions>, TurnOptionsValidator>();
        services.AddSingleton<PermittedTools>();
        services.AddSingleton<ToolCallStore>();
        services.AddSingleton<ToolServices>();
        services.AddSingleton(provider => new CostBounds(
            provider.GetRequiredService<IOptions<AssistantOptions>>(),
            provider.GetRequiredService<Prices>(),
            provider.GetRequiredService<IOptions<TurnOptions>>().Value.MaxIterations));
    }
}
