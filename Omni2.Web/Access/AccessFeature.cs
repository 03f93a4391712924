namespace Omni2.Web.Access;

internal static class AccessFeature
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ContentAccess>();
        builder.Services.AddSingleton<Budgets>();
        builder.Services.AddSingleton<RolePolicies>();
        builder.Services.AddSingleton<Blocks>();
    }
}
