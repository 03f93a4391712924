using System.Net;
using Microsoft.Extensions.Configuration;
using Omni2.Web.Identity.Forwarded;
using Omni2.Web.Shared;

namespace Omni2.Web.Tests.Identity.Forwarded;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.0/8", "::10.0.0.1", false)]
    [InlineData("172.18.0.2", "172.18.0.2", true)]
    [InlineData("172.18.0.2", "172.18.0.3", false)]
    [InlineData("172.18.0.2/31", "172.18.0.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.9.9.9", true)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.9.9.9", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.9.9.9", false)]
    [InlineData("::ffff:10.0.0.7", "10.0.0.7", true)]
    [InlineData("fd00::/8", "fdff::1", true)]
    [InlineData("fd00::/8", "fe00::1", false)]
    [InlineData("fd00::/8", "10.0.0.1", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData(" 10.0.0.1 ", "10.0.0.1", true)]
    [InlineData("", "127.0.0.1", false)]
    public void A_peer_is_trusted_when_its_address_lies_in_a_network(string network, string peer, bool trusted) =>
        Read(("TrustedProxies:0", network)).TrustedProxies.Include(IPAddress.Parse(peer)).ShouldBe(trusted);

    [Theory]
    [InlineData("traefik")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.5/8")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/8,172.16.0.0/12")]
    [InlineData("10.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x0a000001")]
    [InlineData("[::1]:80")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fd00::1/8")]
    [InlineData("::1/129")]
    public void What_is_no_network_stops_the_start_with_the_key(string network) =>
        Should.Throw<StartupException>(() => Read(("TrustedProxies:3", network))).Message
            .ShouldBe("Omni2__ForwardAuth__TrustedProxies__3 must be one address or one network without bits behind its prefix, such as '172.18.0.2', '10.0.0.0/8' or 'fd00::/8'.");

    [Fact]
    public void Proxies_that_are_no_list_stop_the_start() =>
        Should.Throw<StartupException>(() => Read(("TrustedProxies", "10.0.0.0/8"))).Message.ShouldContain("Omni2__ForwardAuth__TrustedProxies__0");

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("::ffff:0.0.0.0/96")]
    public void Everybody_is_trusted_only_with_a_secret(string everybody)
    {
        Should.Throw<StartupException>(() => Read(("TrustedProxies:0", everybody))).Message.ShouldContain("Omni2__ForwardAuth__Secret");

        Read(("TrustedProxies:0", everybody), ("Secret", "a-secret")).TrustedProxies.Any.ShouldBeTrue();
    }

    [Theory]
    [InlineData("with a space")]
    [InlineData("umläut")]
    public void A_secret_that_no_header_can_carry_stops_the_start_without_being_shown(string secret)
    {
        var said = Should.Throw<StartupException>(() => Read(("Secret", secret))).Message;

        said.ShouldContain("Omni2__ForwardAuth__Secret");
        said.ShouldNotContain(secret);
    }

    [Fact]
    public void The_secret_is_shown_once_and_whole_or_not_at_all()
    {
        var options = Read(("Secret", "a-secret"));

        options.IsShown(["a-secret"]).ShouldBeTrue();
        string?[][] others = [[], [""], ["a-secre"], ["a-secret2"], ["A-SECRET"], ["a-secret", "a-secret"], ["a-secret,a-secret"], [null]];
        others.ShouldAllBe(shown => !options.IsShown(shown));
        Read().IsShown([]).ShouldBeTrue();
    }

    private static ForwardAuthOptions Read(params (string Key, string Value)[] settings) => ForwardAuthOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => $"Omni2:ForwardAuth:{setting.Key}", string? (setting) => setting.Value)).Build());
}
