using Omni2.Web.Shared;

namespace Omni2.Web.Monitoring;

/// <summary>A wish to monitor people, from the API or the page; one set of rules for both.</summary>
internal sealed record MonitoringRequest(IReadOnlyList<int>? UserIds, int? TtlHours, string? Reason)
{
    public const int MostHours = 8760;

    private const int MostUsers = 1000;
    private const int MostReasonCharacters = 500;

    public int[] Ids => [.. UserIds!.Distinct()];

    public TimeSpan Duration => TimeSpan.FromHours(TtlHours!.Value);

    public string CleanReason => CleanText.Of(Reason!.Trim());

    public async Task<MemberErrors> CheckAsync(MonitoringStore store, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var ids = CheckIds(UserIds, errors);
        if (TtlHours is not (>= 1 and <= MostHours))
        {
            errors.Add("ttl_hours", "'ttl_hours' must be a whole number from 1 to 8760.");
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            errors.Add("reason", "'reason' is required: it is kept and shown to auditors.");
        }
        else if (Reason.Length > MostReasonCharacters)
        {
            errors.Add("reason", "'reason' may have at most 500 characters.");
        }

        await CheckKnownAsync(ids, store, errors, cancellationToken);
        return errors;
    }

    /// <summary>Looked up only when the rest is right.</summary>
    public static async Task CheckKnownAsync(int[] ids, MonitoringStore store, MemberErrors errors, CancellationToken cancellationToken)
    {
        if (ids.Length > 0 && !errors.Any && await store.UnknownAsync(ids, cancellationToken) is { Count: > 0 } unknown)
        {
            errors.Add("user_ids", $"'user_ids' names nobody: {string.Join(", ", unknown)}.");
        }
    }

    public static int[] CheckIds(IReadOnlyList<int>? userIds, MemberErrors errors)
    {
        if (userIds is not { Count: > 0 and <= MostUsers })
        {
            errors.Add("user_ids", "'user_ids' must be a list of 1 to 1000 user ids.");
            return [];
        }

        return [.. userIds.Distinct()];
    }
}
