using Omni2.Web.Conversations.Export;
using Omni2.Web.Conversations.History;
using Omni2.Web.Conversations.Reading;

namespace Omni2.Web.Conversations;

internal static class ConversationsFeature
{
    public static void AddConversations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConversationLookup>();
        builder.Services.AddSingleton<ConversationSearch>();
        builder.Services.AddSingleton<ConversationPartsReader>();
        builder.Services.AddSingleton<ConversationReading>();
        builder.Services.AddSingleton<FlowHistory>();
        builder.Services.AddSingleton<ExportedItems>();
        builder.Services.AddSingleton<Exporter>();
        builder.Services.AddSingleton<ToolCallWords>();
        builder.Services.AddSingleton<MarkdownText>();
    }

    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapConversationsApi();
        routes.MapExportApi();
    }
}
