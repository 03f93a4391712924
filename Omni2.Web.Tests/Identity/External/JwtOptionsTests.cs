using Microsoft.Extensions.Configuration;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Tests.Identity.External;

public sealed class JwtOptionsTests
{
    [Theory]
    [InlineData("https://login.example.com/realms/omni2/", "https://login.example.com/realms/omni2")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080/a", "http://localhost:8080/a")]
    public void An_issuer_makes_the_signing_key_optional(string authority, string kept)
    {
        var options = Read(("Authority", authority));

        (options.Authority, options.HasAuthority, options.IssuesTokens).ShouldBe((kept, true, false));
    }

    [Theory]
    [InlineData("http://login.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("login.example.com")]
    [InlineData("/realms")]
    [InlineData("https://me:secret@login.example.com")]
    [InlineData("https://login.example.com?x=1")]
    [InlineData("https://login.example.com#x")]
    public void An_issuer_that_others_could_answer_for_stops_the_start(string authority)
    {
        var said = Should.Throw<StartupException>(() => Read(("Authority", authority))).Message;

        said.ShouldStartWith("Omni2__Jwt__Authority must be");
        said.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("01:00:00")]
    public void A_time_out_that_is_none_stops_the_start(string time) =>
        Should.Throw<StartupException>(() => Read(("Authority", "https://login.example.com"), ("BackchannelTimeout", time))).Message.ShouldContain("Omni2__Jwt__BackchannelTimeout");

    [Fact]
    public void A_key_that_is_too_short_is_refused_beside_an_issuer_too() =>
        Should.Throw<StartupException>(() => Read(("Authority", "https://login.example.com"), ("SigningKey", "short"))).Message.ShouldContain("Omni2__Jwt__SigningKey");

    private static JwtOptions Read(params (string Key, string Value)[] settings) => JwtOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => $"Omni2:Jwt:{setting.Key}", string? (setting) => setting.Value)).Build(),
        development: true,
        dataFolder: "/nowhere");
}
