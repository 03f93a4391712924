namespace Omni2.Web.Conversations;

internal static class ConversationsFeature
{
    public static void AddConversations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConversationLookup>();
        builder.Services.AddSingleton<ConversationSearch>();
        builder.Services.AddSingleton<ToolCallWords>();
        builder.Services.AddSingleton<MarkdownText>();
    }

    public static void MapConversations(this IEndpointRouteBuilder routes) => routes.MapConversationsApi();
}
