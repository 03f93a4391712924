using Omni2.Web.Access.Explained;
using Omni2.Web.Access.ForwardAuth;
using Omni2.Web.Access.Management;
using Omni2.Web.Access.Roles;
using Omni2.Web.Access.Users;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Access;

internal static class AccessFeature
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ContentAccess>();
        services.AddSingleton<Budgets>();
        services.AddSingleton<RolePolicies>();
        services.AddSingleton<Blocks>();
        services.AddSingleton<BlockChangeHandler>();
        services.AddSingleton<INotificationHandler>(provider => provider.GetRequiredService<BlockChangeHandler>());
        services.AddSingleton<ManagedChanges>();
        services.AddSingleton<RoleStore>();
        services.AddSingleton<ToolGrids>();
        services.AddSingleton<UserDirectory>();
        services.AddScoped<AccountStore>();
        services.AddSingleton<BlockStore>();
        services.AddSingleton<AccessFactsReader>();
        services.AddSingleton<AccessExplanations>();
    }

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapRoles();
        routes.MapUsers();
        routes.MapAccessAnswers();
        routes.MapForwardAuth();
    }
}
