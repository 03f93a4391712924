using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Omni2.Web.Tests.Support;

/// <summary>What a <see cref="TestIssuer"/> does when it is asked.</summary>
internal enum IssuerState
{
    Up,
    Away,
    Garbage,
    Silent,

    /// <summary>Its discovery document speaks for somebody else.</summary>
    Renamed,
}

/// <summary>A small OpenID Connect issuer on 127.0.0.1: its discovery document, its keys, and tokens of every kind.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    /// <summary>The secret of a symmetric key that the issuer publishes by mistake.</summary>
    public static readonly byte[] PublishedSecret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private int _fetches;

    private TestIssuer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public IssuerState State { get; set; }

    public IssuerKey Rsa { get; private set; } = IssuerKey.New("RS256");

    public IssuerKey Ec { get; } = IssuerKey.New("ES256");

    /// <summary>How often somebody asked for the discovery document.</summary>
    public int Fetches => Volatile.Read(ref _fetches);

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var issuer = new TestIssuer(builder.Build());
        issuer._app.Run(issuer.AnswerAsync);
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>From now on it signs with another key, and does not know the old one any more.</summary>
    public void Rotate(IssuerKey? next = null) => Rsa = next ?? IssuerKey.New("RS256");

    /// <summary>A token that says what an issuer says of a person with this e-mail.</summary>
    public IssuedToken Token(string email) => new(Rsa, new JsonObject
    {
        ["iss"] = Address,
        ["aud"] = "omni2",
        ["sub"] = "5f1c",
        ["email"] = email,
        ["email_verified"] = true,
        ["exp"] = DateTimeOffset.UtcNow.AddDays(30).ToUnixTimeSeconds(),
    });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/.well-known/openid-configuration")
        {
            Interlocked.Increment(ref _fetches);
        }

        switch (State)
        {
            case IssuerState.Away:
                context.Abort();
                break;
            case IssuerState.Silent:
                await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted).Token).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case IssuerState.Garbage:
                await context.Response.WriteAsync("<html>{");
                break;
            default:
                await context.Response.WriteAsync(Document(context.Request.Path).ToJsonString());
                break;
        }
    }

    private JsonObject Document(PathString path) => path == "/.well-known/openid-configuration"
        ? new JsonObject { ["issuer"] = State == IssuerState.Renamed ? "https://elsewhere.example" : Address, ["jwks_uri"] = $"{Address}/keys" }
        : new JsonObject { ["keys"] = new JsonArray(Rsa.ToJwk(), Ec.ToJwk(), Secret()) };

    private static JsonObject Secret() => new() { ["kty"] = "oct", ["kid"] = "published", ["k"] = System.Buffers.Text.Base64Url.EncodeToString(PublishedSecret) };
}
