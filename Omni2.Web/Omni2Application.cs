namespace Omni2.Web;

internal static class Omni2Application
{
    public static void AddOmni2(this WebApplicationBuilder builder) => builder.WebHost.UseStaticWebAssets();

    public static void MapOmni2(this WebApplication app) => app.MapStaticAssets();
}
