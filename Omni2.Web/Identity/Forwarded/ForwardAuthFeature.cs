using Microsoft.AspNetCore.HttpOverrides;

namespace Omni2.Web.Identity.Forwarded;

/// <summary>What a proxy in front of us may say about a request.</summary>
internal static class ForwardAuthFeature
{
    public static void AddForwardAuth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ForwardAuthOptions.Read(builder.Configuration));
        // ASPNETCORE_FORWARDEDHEADERS_ENABLED would believe everybody, and before us: a client could pass for the proxy.
        builder.Configuration["ForwardedHeaders_Enabled"] = "false";
    }

    /// <summary>Before everything else: what comes later sees the host and the scheme that the client used.</summary>
    public static void UseForwardAuth(this WebApplication app)
    {
        app.UseMiddleware<ForwardAuthGate>();
        var proxies = app.Services.GetRequiredService<ForwardAuthOptions>().TrustedProxies;
        if (proxies.Any)
        {
            app.UseWhen(context => context.IsFromTrustedProxy(), proxied => proxied.UseForwardedHeaders(Forwarded(proxies)));
        }
    }

    private static ForwardedHeadersOptions Forwarded(TrustedProxies proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
        };
        // They hold the loopback addresses.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        return options;
    }
}
