using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.WebEncoders;
using Omni2.Web.Shared.OpenApi;
using Omni2.Web.Shared.Settings;

namespace Omni2.Web.Shared;

/// <summary>What every page and every answer has in common.</summary>
internal static class WebFeature
{
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(35);

    public static void AddWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.UseStaticWebAssets();
        if (!ListenAddresses.AreSet(builder.Configuration))
        {
            builder.WebHost.UseUrls(ListenAddresses.Default);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownLimit);
        services.AddSingleton(TimeProvider.System);
        services.AddHealth();
        services.AddRazorPages(options => options.Conventions.AuthorizeFolder("/").AllowAnonymousToPage("/Identity/Login").AllowAnonymousToPage("/Shared/Error"))
            .WithRazorPagesAtContentRoot()
            .AddMvcOptions(options => options.Filters.Add(new TakenPages()));
        services.AddAntiforgery(options =>
        {
            options.HeaderName = "X-XSRF-TOKEN";
            options.Cookie = CookieSecurity.FormCookie(builder.Environment.IsDevelopment());
            options.Cookie.Name = "omni2-forms";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        // Text outside Latin would otherwise be sent as numeric references, three times its size.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.ConfigureHttpJsonOptions(options => Wire.Configure(options.SerializerOptions));
        services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
            problem.ProblemDetails.Extensions["trace_id"] = TraceId.Of(problem.HttpContext));
        services.AddApiDescription();
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<RequestLog>();
        app.UseErrorAnswers();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapWeb(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorPages();
        app.MapOpenApi();
        app.MapGet("/", () => TypedResults.LocalRedirect("/chat")).ExcludeFromDescription();
    }
}
