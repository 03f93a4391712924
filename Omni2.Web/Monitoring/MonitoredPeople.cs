using System.Collections.Immutable;
using Npgsql;
using Omni2.Web.Access;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Monitoring;

/// <summary>Who is monitored now, held in memory: read at start, and again whenever an instance changes it.</summary>
internal sealed class MonitoredPeople(NpgsqlDataSource source, TimeProvider time) : IMonitoredPeople, INotificationHandler, IDisposable
{
    public const string KindName = "monitoring";

    private readonly SemaphoreSlim _reading = new(1);
    private ImmutableSortedDictionary<string, Entry> _byEmail = ImmutableSortedDictionary<string, Entry>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);
    private ImmutableDictionary<int, Entry> _byId = ImmutableDictionary<int, Entry>.Empty;

    public string Kind => KindName;

    /// <summary>Everybody whose monitoring is in force at this moment, by e-mail.</summary>
    public IReadOnlyList<MonitoredPerson> All
    {
        get
        {
            var now = time.GetUtcNow();
            return [.. _byEmail.Values.Select(entry => entry.Person).Where(person => person.ExpiresAt > now)];
        }
    }

    public MonitoredPerson? Find(int userId) =>
        _byId.TryGetValue(userId, out var entry) && entry.Person.ExpiresAt > time.GetUtcNow() ? entry.Person : null;

    public DateTimeOffset? MonitoredSince(int userId) => Find(userId)?.BeganAt;

    /// <summary>Fires when the monitoring of this person ends; already fired when it is not in force.</summary>
    public CancellationToken Ended(int userId) =>
        _byId.TryGetValue(userId, out var entry) && entry.Person.ExpiresAt > time.GetUtcNow() ? entry.Ended.Token : new CancellationToken(canceled: true);

    public Task HandleAsync(string argument, CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public Task ResynchroniseAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    /// <summary>Reads the table anew and ends the watching of those who are no longer in it.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var before = _byId;
            var people = await QueryAsync(cancellationToken);
            var entries = people.ConvertAll(person =>
                before.TryGetValue(person.UserId, out var known) && known.Person.BeganAt == person.BeganAt && !known.Ended.IsCancellationRequested
                    ? known with { Person = person }
                    : new Entry(person, new CancellationTokenSource()));
            _byId = entries.ToImmutableDictionary(entry => entry.Person.UserId);
            _byEmail = entries.ToImmutableSortedDictionary(entry => entry.Person.Email, entry => entry, StringComparer.OrdinalIgnoreCase);
            foreach (var gone in before.Values.Where(entry => !_byId.TryGetValue(entry.Person.UserId, out var now) || now.Ended != entry.Ended))
            {
                await gone.Ended.CancelAsync();
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Ends the watching of those whose time is over; returns how many there were.</summary>
    public int EndExpired()
    {
        var now = time.GetUtcNow();
        Entry[] over = [.. _byId.Values.Where(entry => entry.Person.ExpiresAt <= now && !entry.Ended.IsCancellationRequested)];
        foreach (var entry in over)
        {
            entry.Ended.Cancel();
        }

        return over.Length;
    }

    public void Dispose() => _reading.Dispose();

    // With those whose time is over but not yet recorded: whoever reads them last records it.
    private async Task<List<MonitoredPerson>> QueryAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT g.user_id, u.email, g.began_at, g.expires_at, g.reason, by.email
            FROM omni2.monitoring_grants g JOIN omni2.users u ON u.id = g.user_id JOIN omni2.users by ON by.id = g.enabled_by
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var people = new List<MonitoredPerson>();
        while (await reader.ReadAsync(cancellationToken))
        {
            people.Add(new MonitoredPerson(
                reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4), reader.GetString(5)));
        }

        return people;
    }

    private sealed record Entry(MonitoredPerson Person, CancellationTokenSource Ended);
}
