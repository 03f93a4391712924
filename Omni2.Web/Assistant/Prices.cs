using Microsoft.Extensions.Options;

namespace Omni2.Web.Assistant;

/// <summary>What tokens cost, in USD.</summary>
internal sealed class Prices(IOptions<AssistantOptions> options)
{
    private const decimal Million = 1_000_000m;

    public bool IsFree => options.Value is { InputPricePerMillion: 0, OutputPricePerMillion: 0 };

    /// <summary>Not rounded: many small answers must add up.</summary>
    public decimal Cost(long tokensInput, long tokensOutput) =>
        ((tokensInput * options.Value.InputPricePerMillion) + (tokensOutput * options.Value.OutputPricePerMillion)) / Million;
}
