using Omni2.Web.Access;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Monitoring;

internal static class MonitoringFeature
{
    public static void AddMonitoring(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<MonitoredPeople>();
        services.AddSingleton<IMonitoredPeople>(provider => provider.GetRequiredService<MonitoredPeople>());
        services.AddSingleton<INotificationHandler>(provider => provider.GetRequiredService<MonitoredPeople>());
        services.AddSingleton<MonitoringStore>();
        services.AddSingleton<PanelFragments>();
        services.AddSingleton<Watching>();
        services.AddSingleton<IMonitoringNotices, MonitoringNotices>();
        services.AddOptions<MonitoringOptions>().BindConfiguration(MonitoringOptions.Section).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<MonitoringOptions>, MonitoringOptionsValidator>();
        services.AddHostedService<MonitoringExpiry>();
        services.AddHostedService<AbandonedWatches>();
    }

    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        routes.MapMonitoringApi();
        routes.MapFlowsApi();
        routes.MapWatching();
    }
}
