namespace Omni2.Benchmarks.Hosts;

/// <summary>A Kestrel with nothing but what a baseline needs, at a free port of 127.0.0.1.</summary>
internal static class BareHost
{
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        return builder;
    }

    /// <summary>Serves until the benchmark closes the standard input.</summary>
    public static async Task RunAsync(WebApplication app, IEventSource source)
    {
        await app.StartAsync();
        HostConsole.Announce(app.Urls.First());
        await new HostConsole(source).RunAsync();
        await app.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(2)).Token);
    }

    /// <summary>For servers that produce no events.</summary>
    public sealed class NoEvents : IEventSource
    {
        public int Watchers => 0;

        public long Rendered => 0;

        public void Produce() => throw new NotSupportedException("This server has no events.");
    }
}
