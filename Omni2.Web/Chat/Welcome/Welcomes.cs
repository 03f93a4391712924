using Npgsql;
using Omni2.Web.Access;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat.Welcome;

/// <summary>Finds the welcome of a person, when a chat opens.</summary>
internal sealed partial class Welcomes(NpgsqlDataSource source, TimeProvider time, ILogger<Welcomes> logger)
{
    // The chat does not wait longer for its first words.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Their own, else their role's, else everybody's; with the day's usage, in one round trip.
    private const string Sql = """
        SELECT w.text, w.show_usage, coalesce(d.cost_usd, 0), coalesce(u.cost_limit_daily, r.cost_limit_daily)
        FROM omni2.users u JOIN omni2.roles r ON r.name = u.role_name
        JOIN omni2.welcome_messages w ON (w.scope, w.subject) IN (('user', u.id::text), ('role', u.role_name), ('default', ''))
        LEFT JOIN omni2.usage_days d ON d.user_id = u.id AND d.day = $2
        WHERE u.id = $1 ORDER BY w.scope <> 'user', w.scope <> 'role' LIMIT 1
        """;

    /// <summary>The most specific message; null when there is none for them, and when none could be read.</summary>
    public async Task<WelcomeText?> FindAsync(Person person, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await ReadAsync(person, limit.Token);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                LogUnread(e.GetType().Name);
            }

            return null;
        }
    }

    private async Task<WelcomeText?> ReadAsync(Person person, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.AddWithValue(person.Id);
        command.Parameters.AddWithValue(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var usage = reader.GetBoolean(1) ? new Budget(reader.GetDecimal(2), await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetDecimal(3)) : null;
        return WelcomeText.For(reader.GetString(0), person, usage);
    }

    [LoggerMessage(LogLevel.Warning, "The welcome message could not be read ({Reason}); the plain greeting is said in its place.")]
    private partial void LogUnread(string reason);
}
