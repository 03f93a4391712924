using Microsoft.Extensions.Options;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class PricesTests
{
    [Fact]
    public void A_cost_is_exact() =>
        Of(2.50m, 10m).Cost(1_234, 567).ShouldBe(0.008755m);

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, false)]
    public void Only_a_model_without_prices_is_free(int input, int output, bool isFree) =>
        Of(input, output).IsFree.ShouldBe(isFree);

    private static Prices Of(decimal input, decimal output) =>
        new(Options.Create(new AssistantOptions { InputPricePerMillion = input, OutputPricePerMillion = output }));
}
