namespace Omni2.Web.Tests.Architecture;

/// <summary>Features depend on each other in one direction only.</summary>
public sealed class FeatureTests
{
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Shared"] = [],
        ["Live"] = [],
        ["Assistant"] = ["Shared"],
        ["Data"] = ["Shared"],
        ["Identity"] = ["Data", "Live", "Shared"],
        ["Access"] = ["Identity", "Data", "Shared"],
        ["Flows"] = ["Access", "Identity", "Data", "Live", "Shared"],
        ["Conversations"] = ["Flows", "Access", "Identity", "Data", "Shared"],
        ["Mcp"] = ["Conversations", "Access", "Identity", "Data", "Shared"],
        ["Monitoring"] = ["Flows", "Access", "Identity", "Data", "Live", "Shared"],
        ["Chat"] = ["Mcp", "Conversations", "Flows", "Access", "Assistant", "Identity", "Data", "Live", "Shared"],
    };

    public static TheoryData<string> Features() => [.. MayUse.Keys];

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_uses_only_what_lies_below_it(string feature)
    {
        var types = TypeUses.TypesOf(feature);
        types.ShouldNotBeEmpty();

        var uses = types.SelectMany(type => TypeUses.Of(type).Select(used => (Type: type, Used: used, Feature: TypeUses.FeatureOf(used))));

        uses.Where(use => use.Feature is not null && use.Feature != feature && !MayUse[feature].Contains(use.Feature))
            .Select(use => $"{use.Type} uses {use.Used}").Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void Every_feature_is_in_the_table() =>
        typeof(Program).Assembly.GetTypes().Select(TypeUses.FeatureOf).OfType<string>().Distinct().ShouldBe(MayUse.Keys, ignoreOrder: true);

    [Fact]
    public void Uses_inside_methods_are_seen() =>
        TypeUses.Of(typeof(Omni2.Web.Flows.FlowSessionView)).ShouldContain(typeof(Omni2.Web.Access.Money));
}
