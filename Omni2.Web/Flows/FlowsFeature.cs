using Omni2.Web.Data.Instances;
using Omni2.Web.Shared;

namespace Omni2.Web.Flows;

internal static class FlowsFeature
{
    public static void AddFlows(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<FlowFeed>();
        services.AddSingleton<FlowEvents>();
        services.AddSingleton<FlowWriter>();
        services.AddSingleton<FlowRecorder>();
        services.AddSingleton<OpenSessions>();
        services.AddSingleton<FlowRelay>();
        services.AddSingleton<FlowWatches>();
        services.AddSingleton<FlowFragments>();
        services.AddSingleton<Recordings>();
        services.AddSingleton<INotificationHandler>(provider => provider.GetRequiredService<FlowRelay>());
        services.AddHostedService(provider => provider.GetRequiredService<FlowWriter>());
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<FlowWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<FlowRelay>());
        services.AddSingleton<AbandonedFlows>();
        services.AddHostedService<InterruptedFlows>();
    }
}
