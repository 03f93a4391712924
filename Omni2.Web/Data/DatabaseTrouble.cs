using System.Net.Sockets;
using Npgsql;

namespace Omni2.Web.Data;

/// <summary>Tells trouble of the database that passes from a statement that will never succeed.</summary>
internal static class DatabaseTrouble
{
    /// <summary>
    /// True for a lost or refused connection, a time-out, a restart, a failover, a full disk or pool: the same statement may
    /// succeed later. False when the statement or its data is at fault (SQLSTATE classes 22, 23, 42), and for anything else.
    /// </summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException refused => refused.SqlState[..2] is not ("22" or "23" or "42"),
        NpgsqlException or TimeoutException or IOException or SocketException => true,
        // EF wraps what it takes for transient.
        InvalidOperationException { InnerException: { } inner } => IsPassing(inner),
        _ => false,
    };
}
