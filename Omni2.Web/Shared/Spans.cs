using System.Globalization;

namespace Omni2.Web.Shared;

/// <summary>Durations and counts as a person reads them at a glance.</summary>
internal static class Spans
{
    private const int ShortMilliseconds = 1000;
    private const int ShortSeconds = 60;

    /// <summary><c>12 ms</c>, <c>1.2 s</c>, <c>2 min 14 s</c>, <c>1 h 4 min</c>.</summary>
    public static string Of(TimeSpan span) =>
        span.TotalMilliseconds < ShortMilliseconds ? Invariant($"{(long)span.TotalMilliseconds} ms")
        : span.TotalSeconds < ShortSeconds ? Invariant($"{Math.Floor(span.TotalSeconds * 10) / 10:0.0} s")
        : span.TotalHours < 1 ? Invariant($"{span.Minutes} min {span.Seconds} s")
        : Invariant($"{(long)span.TotalHours:N0} h {span.Minutes} min");

    /// <summary><c>1 h 52 min</c>, <c>12 min</c>, <c>40 s</c>: what is left of a time, without the part that nobody reads.</summary>
    public static string Left(TimeSpan span) =>
        span <= TimeSpan.Zero ? "0 s"
        : span.TotalMinutes < 1 ? Invariant($"{span.Seconds} s")
        : span.TotalHours < 1 ? Invariant($"{span.Minutes} min")
        : Invariant($"{(long)span.TotalHours:N0} h {span.Minutes} min");

    /// <summary>Such as <c>1 token</c> and <c>1,200 tokens</c>.</summary>
    public static string Tokens(long count) => count == 1 ? "1 token" : $"{Count(count)} tokens";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
