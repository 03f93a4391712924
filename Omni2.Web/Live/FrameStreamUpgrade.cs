using Microsoft.AspNetCore.Http.Features;

namespace Omni2.Web.Live;

/// <summary>
/// Puts a <see cref="FrameStream"/> below the request's WebSocket. The framework's handshake takes the feature that is there
/// before it, so this comes before it.
/// </summary>
internal sealed class FrameStreamUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect) : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    /// <summary>Below the WebSocket that was accepted; null before.</summary>
    public FrameStream? Stream { get; private set; }

    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest == true;

    public bool IsExtendedConnect => connect?.IsExtendedConnect == true;

    public string? Protocol => connect?.Protocol;

    /// <summary>HTTP/1.1.</summary>
    public async Task<Stream> UpgradeAsync() => Stream = new FrameStream(await upgrade!.UpgradeAsync());

    /// <summary>HTTP/2 (RFC 8441).</summary>
    public async ValueTask<Stream> AcceptAsync() => Stream = new FrameStream(await connect!.AcceptAsync());

    /// <summary>Only a request that may become a WebSocket is touched.</summary>
    public static void Prepare(IFeatureCollection features)
    {
        var upgrade = features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgradable ? upgradable : null;
        var connect = features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connecting ? connecting : null;
        var below = new FrameStreamUpgrade(upgrade, connect);
        if (upgrade is not null)
        {
            features.Set<IHttpUpgradeFeature>(below);
        }

        if (connect is not null)
        {
            features.Set<IHttpExtendedConnectFeature>(below);
        }

        if (upgrade is not null || connect is not null)
        {
            features.Set(below);
        }
    }
}
