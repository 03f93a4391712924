namespace Omni2.Web.Access;

/// <summary>The limits that a role or a person may be given.</summary>
internal static class Limits
{
    /// <summary>USD per UTC day.</summary>
    public const int MostUsd = 1_000_000;

    /// <summary>Within an hour.</summary>
    public const int MostMessages = 1_000_000;

    // Dividing by it takes away the zeros at the end with which the database keeps an amount.
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>An amount as the API writes it.</summary>
    public static decimal? Plain(decimal? amount) => amount / One;
}
