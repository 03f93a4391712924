using Microsoft.Extensions.Options;
using Omni2.Web.Access;
using Omni2.Web.Data.Instances;
using Omni2.Web.Mcp.BuiltIn;
using Omni2.Web.Mcp.Connections;

namespace Omni2.Web.Mcp;

internal static class McpFeature
{
    public static void AddMcp(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<McpOptions>().BindConfiguration(McpOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<McpOptions>, McpOptionsValidator>();
        services.AddSingleton<McpSecrets>();
        services.AddSingleton<McpCatalogue>();
        services.AddSingleton<IToolCatalogue>(provider => provider.GetRequiredService<McpCatalogue>());
        services.AddSingleton<BuiltInTools>();
        services.AddSingleton<McpConnections>();
        services.AddSingleton<INotificationHandler>(provider => provider.GetRequiredService<McpConnections>());
        services.AddHostedService(provider => provider.GetRequiredService<McpConnections>());
        services.AddSingleton<IMcpTools, McpTools>();
        services.AddSingleton<McpServers>();
        services.AddSingleton<McpToolSettings>();
        services.AddSingleton<McpProbe>();
    }

    public static void MapMcp(this IEndpointRouteBuilder routes) => routes.MapMcpServersApi();
}
