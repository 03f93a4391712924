using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.External;

/// <summary>The issuer changes its keys, goes away, or says nonsense: nobody gets in by that, and nothing of ours breaks.</summary>
[Collection(nameof(GatewayApp))]
public sealed class IssuerKeysTests(GatewayApp world) : IAsyncLifetime
{
    private const string Way = "/api/v1/monitoring/list";

    private TestUser _neo = null!;

    public async ValueTask InitializeAsync()
    {
        _neo = await world.App.CreateUserAsync("operator");
        // The keys are known, and the issuer may be asked again.
        await KnockAsync();
        LetTimePass();
        (await KnockAsync()).ShouldBe(200);
    }

    public async ValueTask DisposeAsync()
    {
        world.Issuer.State = IssuerState.Up;
        LetTimePass();
        (await KnockAsync()).ShouldBe(200);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_new_key_is_fetched_with_the_first_token_that_names_it_and_the_old_one_is_worth_nothing()
    {
        var old = world.Issuer.Token(_neo.Email);
        world.Issuer.Rotate();

        (await KnockAsync()).ShouldBe(200);
        (await KnockAsync(old)).ShouldBe(401);
    }

    [Fact]
    public async Task Keys_without_an_id_can_be_changed_too()
    {
        world.Issuer.Rotate(new IssuerKey("RS256", null));
        LetTimePass();
        (await KnockAsync()).ShouldBe(200);

        LetTimePass();
        world.Issuer.Rotate(new IssuerKey("RS256", null));

        (await KnockAsync()).ShouldBe(200);
        world.Issuer.Rotate();
    }

    [Fact]
    public async Task Tokens_with_invented_keys_make_the_app_ask_once_in_half_a_minute()
    {
        var before = world.Issuer.Fetches;
        for (var i = 0; i < 10; i++)
        {
            (await KnockAsync(Invented())).ShouldBe(401);
        }

        world.Issuer.Fetches.ShouldBe(before + 1);
        LetTimePass();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => KnockAsync(Invented())));
        world.Issuer.Fetches.ShouldBe(before + 2);
    }

    [Fact]
    public async Task Keys_are_looked_at_again_after_an_hour()
    {
        var before = world.Issuer.Fetches;
        (await KnockAsync()).ShouldBe(200);
        world.Issuer.Fetches.ShouldBe(before);

        world.Clock.Offset += TimeSpan.FromMinutes(61);

        (await KnockAsync()).ShouldBe(200);
        world.Issuer.Fetches.ShouldBe(before + 1);
    }

    [Theory]
    [InlineData(nameof(IssuerState.Away))]
    [InlineData(nameof(IssuerState.Garbage))]
    [InlineData(nameof(IssuerState.Renamed))]
    public async Task While_the_issuer_is_away_known_keys_go_on_and_new_ones_are_refused(string state)
    {
        var known = world.Issuer.Token(_neo.Email);
        world.Issuer.Rotate();
        world.Issuer.State = Enum.Parse<IssuerState>(state);

        (await KnockAsync()).ShouldBe(401);
        (await KnockAsync(known)).ShouldBe(200);
        world.Clock.Offset += TimeSpan.FromMinutes(61);
        (await KnockAsync(known)).ShouldBe(200);
        (await world.App.KnockAsync(Way, Knocking.Bearer(world.App.TokenFor(_neo)))).ShouldBe(200);
    }

    private IssuedToken Invented() => new(IssuerKey.New("ES256"), world.Issuer.Token(_neo.Email).Claims);

    private void LetTimePass() => world.Clock.Offset += TimeSpan.FromSeconds(31);

    private Task<int> KnockAsync(IssuedToken? token = null) =>
        world.App.KnockAsync(Way, Knocking.Bearer($"{(token ?? world.Issuer.Token(_neo.Email)).With("exp", world.Clock.GetUtcNow().ToUnixTimeSeconds() + 7200)}"));
}
