using System.Security.Cryptography;

namespace Omni2.Web.Mcp.Connections;

/// <summary>How long to wait before a server is tried again: twice as long each time, from a second to a minute.</summary>
internal static class Backoff
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private const int JitterPercent = 20;

    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan After(int failures)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Min(failures, 10) - 1), Longest.TotalSeconds);
        // So that instances that lost a server together do not all come back together.
        return TimeSpan.FromSeconds(seconds * RandomNumberGenerator.GetInt32(100 - JitterPercent, 101) / 100);
    }
}
