using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

/// <summary>What is missing stops the start with one sentence that names the cure.</summary>
public sealed class StartTests(SharedApp shared)
{
    [Theory]
    [InlineData("Production", "", "Omni2__Jwt__SigningKey is missing: set it to a secret of 32 bytes or more.")]
    [InlineData("Production", "thirty-one bytes are not enough", "Omni2__Jwt__SigningKey is too short: it needs 32 bytes or more.")]
    [InlineData("Development", "short", "Omni2__Jwt__SigningKey is too short: it needs 32 bytes or more.")]
    public async Task Without_a_good_signing_key_it_does_not_start(string environment, string key, string sentence)
    {
        var (code, said) = await RunAsync(environment, ("Omni2__Jwt__SigningKey", key));

        code.ShouldBe(1);
        said.Trim().ShouldBe(sentence);
    }

    [Theory]
    [InlineData("root@tests.example", "")]
    [InlineData("", "a long password")]
    public async Task Half_of_the_first_administrators_pair_is_refused(string email, string password)
    {
        var (code, said) = await RunAsync("Development", ("Omni2__Admin__Email", email), ("Omni2__Admin__Password", password));

        code.ShouldBe(1);
        said.Trim().ShouldBe("Omni2__Admin__Email and Omni2__Admin__Password belong together: set both, or neither.");
    }

    [Fact]
    public async Task A_password_that_is_too_short_is_told_without_showing_it()
    {
        var (code, said) = await RunAsync("Development", ("Omni2__Admin__Email", "root@tests.example"), ("Omni2__Admin__Password", "zyxw"));

        code.ShouldBe(1);
        said.ShouldContain("Omni2__Admin__Password");
        said.ShouldNotContain("zyxw");
        said.Trim().Split('\n').ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Production_without_a_database_does_not_start()
    {
        var (code, said) = await FailedStart.RunAsync(new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Omni2__Jwt__SigningKey"] = Omni2App.SigningKey,
        });

        code.ShouldBe(1);
        said.ShouldContain("ConnectionStrings__Omni2");
        said.Trim().Split('\n').ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_trusted_proxy_that_is_no_network_is_named()
    {
        var (code, said) = await RunAsync("Development", ("Omni2__ForwardAuth__TrustedProxies__0", "10.0.0.5/8"));

        code.ShouldBe(1);
        said.ShouldStartWith("Omni2__ForwardAuth__TrustedProxies__0 must be");
        said.Trim().Split('\n').ShouldHaveSingleItem();
    }

    private async Task<(int Code, string Said)> RunAsync(string environment, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["ConnectionStrings__Omni2"] = await shared.Postgres.CreateDatabaseAsync(),
            ["Omni2__Jwt__SigningKey"] = Omni2App.SigningKey,
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return await FailedStart.RunAsync(all);
    }
}
