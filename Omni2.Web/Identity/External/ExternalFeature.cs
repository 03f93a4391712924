using Microsoft.IdentityModel.Protocols;

namespace Omni2.Web.Identity.External;

/// <summary>Sign-in with the tokens of an OpenID Connect issuer (<c>Omni2__Jwt__Authority</c>).</summary>
internal static class ExternalFeature
{
    public static void AddExternalIssuer(this IServiceCollection services)
    {
        services.AddSingleton<IDocumentRetriever, IssuerDocuments>();
        services.AddSingleton<IssuerMetadata>();
        services.AddSingleton<ExternalTokens>();
        services.AddSingleton<ExternalAccounts>();
        services.AddSingleton<ExternalPeople>();
    }
}
