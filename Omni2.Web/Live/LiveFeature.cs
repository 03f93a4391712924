namespace Omni2.Web.Live;

internal static class LiveFeature
{
    public static void AddLive(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<FragmentRenderer>().AddSingleton<LiveShutdown>();

    /// <summary>Lets requests become WebSockets.</summary>
    public static void UseLive(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            FrameStreamUpgrade.Prepare(context.Features);
            return next(context);
        });
        app.UseWebSockets();
    }
}
