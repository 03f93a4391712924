namespace Omni2.Web.Live;

internal static class LiveFeature
{
    public static void AddLive(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<FragmentRenderer>().AddSingleton<LiveShutdown>();
}
