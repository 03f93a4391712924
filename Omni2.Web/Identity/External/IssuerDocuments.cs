using Microsoft.IdentityModel.Protocols;

namespace Omni2.Web.Identity.External;

/// <summary>Fetches what an OpenID Connect issuer publishes: its discovery document and its keys.</summary>
internal sealed class IssuerDocuments : IDocumentRetriever, IDisposable
{
    private const int MostBytes = 1024 * 1024;

    // Another address than the one that was named or published is no issuer's word.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { MaxResponseContentBufferSize = MostBytes };

    /// <summary>https; http only to this machine, because whoever can change the answer on its way can sign in as anybody.</summary>
    public static bool MayAsk(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0 && address.Fragment.Length == 0;

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && MayAsk(uri)
            ? await _client.GetStringAsync(uri, cancel)
            : throw new InvalidOperationException("The issuer publishes an address that is neither https nor on this machine.");

    public void Dispose() => _client.Dispose();
}
