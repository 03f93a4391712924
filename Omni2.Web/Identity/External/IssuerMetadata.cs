using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Omni2.Web.Identity.External;

/// <summary>
/// Keeps the issuer's keys (OpenID Connect Discovery 1.0). They are fetched when a token needs them: at first, after an hour, and when
/// a token names a key that is not among them. One fetch at a time, within the time-out, and seldom enough that tokens with invented
/// keys burden nobody. While the issuer is away, the keys that are known go on.
/// </summary>
internal sealed partial class IssuerMetadata(JwtOptions options, IDocumentRetriever documents, TimeProvider time, ILogger<IssuerMetadata> logger)
{
    /// <summary>Between two fetches.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Between two fetches while no key is known: nobody can sign in by token until then.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>After which keys are looked at again: a key that the issuer took back is trusted for so long.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private volatile IssuerKeys? _keys;
    private Task _fetch = Task.CompletedTask;
    private DateTimeOffset? _triedAt;

    /// <param name="keyId">Of the key that is wanted (<c>kid</c>); null for any.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What is known at the end, perhaps without that key; null when the issuer was never reached.</returns>
    public async Task<IssuerKeys?> KeysAsync(string? keyId, CancellationToken cancellationToken)
    {
        if (_keys is not { } known || !known.Have(keyId) || time.GetUtcNow() - known.FetchedAt > Age)
        {
            await RefreshAsync().WaitAsync(cancellationToken);
        }

        return _keys;
    }

    /// <summary>A token without a key id was signed by none of the keys: perhaps they were changed.</summary>
    public Task DoubtAsync(CancellationToken cancellationToken) => RefreshAsync().WaitAsync(cancellationToken);

    private Task RefreshAsync()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_fetch.IsCompleted && !(now - _triedAt < (_keys is null ? FirstPause : Pause)))
            {
                _triedAt = now;
                _fetch = Task.Run(FetchAsync);
            }

            return _fetch;
        }
    }

    // For all who wait for it, so not with the token of one of them.
    private async Task FetchAsync()
    {
        using var limit = new CancellationTokenSource(options.BackchannelTimeout);
        try
        {
            var found = await OpenIdConnectConfigurationRetriever.GetAsync($"{options.Authority}/.well-known/openid-configuration", documents, limit.Token);
            _keys = Checked(found);
        }
        catch (Exception e)
        {
            // Whatever it is, it must neither let anybody in nor become our error.
            LogFailure(e.GetBaseException().GetType().Name);
        }
    }

    private IssuerKeys Checked(OpenIdConnectConfiguration found)
    {
        SecurityKey[] keys = [.. found.SigningKeys.Where(key => key is AsymmetricSecurityKey)];
        // OpenID Connect Discovery 1.0, 4.3: it must speak for the issuer that was asked.
        return found.Issuer?.TrimEnd('/') != options.Authority || keys.Length == 0
            ? throw new InvalidOperationException("The discovery document names another issuer, or no keys.")
            : new IssuerKeys(found.Issuer, keys, time.GetUtcNow());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The OpenID Connect issuer of Omni2__Jwt__Authority did not tell its keys ({Problem}); tokens of keys that are not known yet are refused")]
    private partial void LogFailure(string problem);
}
