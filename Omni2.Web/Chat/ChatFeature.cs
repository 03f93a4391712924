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
        services.AddSingleton<TurnServices>();
        services.AddSingleton<Welcomes>();
        services.AddSingleton<WelcomeList>();
        services.AddSingleton<WelcomeStore>();
    }

    public static void MapChat(this IEndpointRouteBuilder routes)
    {
        routes.Map("/ws/chat", ChatSocketEndpoint.HandleAsync).ExcludeFromDescription();
        routes.MapWelcomeApi();
    }
}
