using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Omni2.Web.Monitoring;

/// <summary>Who is monitored and who of them is selected, as the page shows it.</summary>
/// <param name="People">By e-mail.</param>
/// <param name="Selected">User ids, in the order in which they were selected.</param>
/// <param name="Version">Changes with everything that the lists show; a browser that has it needs nothing new.</param>
internal sealed record MonitoredView(IReadOnlyList<MonitoredPerson> People, IReadOnlyList<int> Selected, string Version)
{
    public static MonitoredView Of(IReadOnlyList<MonitoredPerson> people, IEnumerable<string> selected)
    {
        var ids = selected.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct();
        var shown = string.Join('\n', people.Select(person => $"{person.UserId} {person.Email} {person.ExpiresAt.ToUnixTimeSeconds()} {person.Reason} {person.EnabledBy}"));
        return new MonitoredView(people, [.. ids], Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(shown)).AsSpan(0, 8)));
    }
}

/// <summary>The form that enables monitoring, with what was typed and what is wrong with it.</summary>
internal sealed record MonitoringForm(string? Email, string? Hours, string? Reason, IReadOnlyDictionary<string, string[]> Errors, string? Done)
{
    public const string StandardHours = "24";

    public static readonly MonitoringForm Empty = new(null, StandardHours, null, new Dictionary<string, string[]>(StringComparer.Ordinal), null);

    public string? ErrorOf(string member) => Errors.TryGetValue(member, out var sentences) ? sentences[0] : null;
}
