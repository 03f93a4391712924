namespace Omni2.Web.Data.Instances;

/// <summary>Which instances do not hold the advisory lock that says that they live; after some patience they count as dead.</summary>
internal static class FreeInstances
{
    /// <summary>SQL that is true when no instance with this key lives.</summary>
    /// <param name="key">An integer expression.</param>
    public static string IsFree(string key) => $"""
        NOT EXISTS (
            SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = {AdvisoryLocks.InstanceClass} AND objid = ({key})::oid AND objsubid = 2 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        """;
}
