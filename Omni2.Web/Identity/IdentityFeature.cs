using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Omni2.Web.Data;
using Omni2.Web.Data.Instances;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Identity.External;
using Omni2.Web.Identity.Forwarded;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

internal static class IdentityFeature
{
    public static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(7);

    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        JwtSetup.KeepClaimNames();
        var jwt = JwtOptions.Read(builder.Configuration, builder.Environment.IsDevelopment(), DataFolder.Of(builder.Environment));
        services.AddSingleton(jwt);
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<People>();
        services.AddSingleton<UserSearch>();
        services.AddSingleton<OpenSockets>();
        services.AddSingleton<INotificationHandler, AccessChangeHandler>();
        services.AddSingleton<INotificationHandler, SignOutHandler>();
        services.AddSingleton<CookieSignIn>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditSearch>();
        services.AddSingleton<TokenSignIn>();
        services.AddExternalIssuer();
        builder.AddForwardAuth();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<FirstUsers>();
        AddUsers(services);
        AddSignIn(services, jwt, builder.Environment.IsDevelopment());
        AddRights(services);
        AddSharedKeys(services);
    }

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        routes.MapTokens();
        routes.MapAuditApi();
    }

    private static void AddUsers(IServiceCollection services)
    {
        // The framework's own is made anew for every request.
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddIdentityCore<User>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.Password.RequiredLength = AdminOptions.ShortestPassword;
                options.Password.RequireDigit = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireLowercase = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddUserStore<UserOnlyStore<User, Omni2DbContext, int>>();
    }

    private static void AddSignIn(IServiceCollection services, JwtOptions jwt, bool development)
    {
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<TimeProvider>((bearer, time) => JwtSetup.Configure(bearer, jwt, time));
        services.AddAuthentication(SignInHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SignInHandler>(SignInHandler.SchemeName, null)
            .AddJwtBearer()
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "omni2";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurity.For(development);
                options.ExpireTimeSpan = CookieLifetime;
                options.SlidingExpiration = true;
            });
    }

    private static void AddRights(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IAuthorizationHandler, RightHandler>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Chat, policy => policy.AddRequirements(new RightRequirement(Rights.Chat)).RequireAuthenticatedUser())
            .AddPolicy(Policies.Monitor, policy => policy.AddRequirements(new RightRequirement(Rights.Monitor)).RequireAuthenticatedUser())
            .AddPolicy(Policies.Analytics, policy => policy.AddRequirements(new RightRequirement(Rights.Analytics)).RequireAuthenticatedUser())
            .AddPolicy(Policies.Admin, policy => policy.AddRequirements(new RightRequirement(Rights.Admin)).RequireAuthenticatedUser());
    }

    private static void AddSharedKeys(IServiceCollection services)
    {
        services.AddSingleton<DataProtectionKeys>();
        services.AddDataProtection().SetApplicationName("omni2");
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys>((options, keys) => options.XmlRepository = keys);
    }
}
