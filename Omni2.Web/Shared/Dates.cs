using System.Globalization;

namespace Omni2.Web.Shared;

/// <summary>Dates of a search: ISO 8601, a whole day or a moment; without an offset in the zone given, else in UTC.</summary>
internal static class Dates
{
    private const int DayLength = 10;
    private const int LongestZone = 64;

    private static readonly string[] Days = ["yyyy-MM-dd", "yyyyMMdd"];

    private static readonly string[] Moments =
    [
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyyMMdd'T'HHmmssK",
    ];

    /// <summary>UTC for a name that is missing, unknown, or not written as the zones of the IANA time zone database are.</summary>
    public static TimeZoneInfo Zone(string? name) =>
        name is not null && IsZoneName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <param name="member">Named in the error.</param>
    /// <param name="text">The date; empty is none.</param>
    /// <param name="zone">For dates without an offset.</param>
    /// <param name="endOfDay">A whole day means its end and not its beginning.</param>
    /// <param name="errors">Gets a sentence for what is no date.</param>
    public static DateTimeOffset? Parse(string member, string? text, TimeZoneInfo zone, bool endOfDay, MemberErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var wanted = Unescaped(text.Trim());
        try
        {
            if (DateOnly.TryParseExact(wanted, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return endOfDay && day == DateOnly.MaxValue ? DateTimeOffset.MaxValue
                    : InZone((endOfDay ? day.AddDays(1) : day).ToDateTime(TimeOnly.MinValue), zone);
            }

            if (DateTime.TryParseExact(wanted, Moments, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local) && local.Kind == DateTimeKind.Unspecified)
            {
                return InZone(local, zone);
            }

            if (DateTimeOffset.TryParseExact(wanted, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            {
                return moment.ToUniversalTime();
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            // Beyond the first or the last day that can be told.
        }

        errors.Add(member, $"'{member}' must be an ISO 8601 date, for example 2026-11-20 or 2026-11-20T14:00:00Z.");
        return null;
    }

    // The system opens a file of that name: no other path may come of it.
    private static bool IsZoneName(string name) =>
        name.Length is > 0 and <= LongestZone && char.IsAsciiLetter(name[0]) && !name.Contains("//", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '/');

    // A plus sign in an address is a space, unless it was escaped; between day and time a space is what RFC 3339 permits.
    private static string Unescaped(string text) => text.Length > DayLength && text[DayLength] == ' '
        ? $"{text[..DayLength]}T{text[(DayLength + 1)..].Replace(' ', '+')}"
        : text.Replace(' ', '+');

    // A time that the clock skipped is taken as the moment of the skip.
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        var time = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime();
    }
}
