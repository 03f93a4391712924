using Omni2.Web.Access;
using Omni2.Web.Assistant;
using Omni2.Web.Chat;
using Omni2.Web.Conversations;
using Omni2.Web.Data;
using Omni2.Web.Flows;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Forwarded;
using Omni2.Web.Live;
using Omni2.Web.Mcp;
using Omni2.Web.Monitoring;
using Omni2.Web.Shared;

namespace Omni2.Web;

/// <summary>The table of contents: every feature, in the order in which it is registered and mapped.</summary>
internal static class Omni2Application
{
    public static void AddOmni2(this WebApplicationBuilder builder)
    {
        builder.AddWeb();
        builder.AddData();
        builder.AddIdentity();
        builder.AddLive();
        builder.AddAccess();
        builder.AddFlows();
        builder.AddConversations();
        builder.AddMcp();
        builder.Services.AddAssistant();
        builder.AddChat();
        builder.AddMonitoring();
    }

    public static void MapOmni2(this WebApplication app)
    {
        app.UseForwardAuth();
        app.UseLive();
        app.UseWeb();
        app.MapHealth();
        app.MapIdentity();
        app.MapAccess();
        app.MapConversations();
        app.MapMcp();
        app.MapChat();
        app.MapMonitoring();
        app.MapWeb();
    }

    /// <summary>What has to be in place before the first request: the schema, the first people, who is monitored.</summary>
    public static async Task PrepareOmni2Async(this WebApplication app)
    {
        await app.Services.MigrateDatabaseAsync();
        await app.Services.EnsureFirstUsersAsync();
        await app.Services.GetRequiredService<MonitoredPeople>().ReadAsync(CancellationToken.None);
    }
}
