using System.Net.Sockets;
using Npgsql;
using Omni2.Web.Shared;

namespace Omni2.Web.Data;

/// <summary>What is wrong with the database at the start, as a sentence that names the cure; never with the password.</summary>
internal static class DatabaseProblem
{
    private const int OldestServer = 15;

    /// <returns>Null when the exception is no trouble with the database.</returns>
    public static string? Of(Exception exception, string connectionString) => exception switch
    {
        PostgresException refusal => Refused(refusal, new NpgsqlConnectionStringBuilder(connectionString)),
        // EF wraps what it takes for transient.
        InvalidOperationException { InnerException: NpgsqlException inner } => Of(inner, connectionString),
        NpgsqlException or SocketException or TimeoutException =>
            $"{Server(new NpgsqlConnectionStringBuilder(connectionString))}, which ConnectionStrings__Omni2 names, cannot be reached. Check host and port, and whether it runs.",
        _ => null,
    };

    /// <exception cref="StartupException">The server is older than any that Omni2 works with.</exception>
    public static void ThrowIfTooOld(Version server)
    {
        if (server.Major < OldestServer)
        {
            throw new StartupException($"ConnectionStrings__Omni2 names a PostgreSQL {server} server, and Omni2 needs {OldestServer} or newer: upgrade it, or name another.");
        }
    }

    private static string Refused(PostgresException refusal, NpgsqlConnectionStringBuilder wanted) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{Server(wanted)} does not let the user \"{wanted.Username}\" in: check Username and Password in ConnectionStrings__Omni2 ({refusal.SqlState}).",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"The user \"{wanted.Username}\" of ConnectionStrings__Omni2 may not set up the database: {refusal.MessageText}. Make that user its owner, "
            + $"or let an administrator run GRANT CREATE ON DATABASE \"{wanted.Database}\" TO \"{wanted.Username}\" and CREATE EXTENSION IF NOT EXISTS pg_trgm ({refusal.SqlState}).",
        PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported when refusal.MessageText.Contains("extension", StringComparison.Ordinal) =>
            $"{Server(wanted)} (ConnectionStrings__Omni2) lacks an extension that Omni2 needs: {refusal.MessageText}. Install PostgreSQL's contrib modules there ({refusal.SqlState}).",
        _ => $"The database that ConnectionStrings__Omni2 names refused: {refusal.MessageText} ({refusal.SqlState}).",
    };

    private static string Server(NpgsqlConnectionStringBuilder wanted) => $"The PostgreSQL server at {wanted.Host}:{wanted.Port}";
}
