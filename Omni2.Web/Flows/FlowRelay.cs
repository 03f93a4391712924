using System.Collections.Concurrent;
using System.Globalization;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Flows;

/// <summary>
/// Brings other instances' events to this instance's watchers: their hints say whom to look at, and a look every two seconds
/// finds what a lost hint would have told. Watchers drop what they have seen.
/// </summary>
internal sealed class FlowRelay(FlowFeed feed, FlowEvents events, Instance instance, TimeProvider time) : BackgroundService, INotificationHandler
{
    public const string KindName = "flows";

    private const int Page = 500;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<int, long> _positions = new();
    private readonly SemaphoreSlim _reading = new(1);

    public string Kind => KindName;

    /// <summary>A watcher of this user has everything up to the position; later events of other instances follow.</summary>
    public void StartAt(int userId, long position) => _positions.AddOrUpdate(userId, position, (_, known) => Math.Min(known, position));

    public async Task HandleAsync(string argument, CancellationToken cancellationToken)
    {
        var parts = argument.Split(':');
        if (parts.Length != 2 || parts[0] == instance.Key.ToString(CultureInfo.InvariantCulture))
        {
            return;
        }

        await CatchUpAsync(parts[1].Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture)), cancellationToken);
    }

    public Task ResynchroniseAsync(CancellationToken cancellationToken) => CatchUpAsync(feed.WatchedUsers, cancellationToken);

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (instance.HasPeers)
            {
                try
                {
                    await CatchUpAsync(feed.WatchedUsers, stoppingToken);
                }
                catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
                {
                    // The database is away; the next look finds what this one missed.
                }
            }
        }
    }

    private async Task CatchUpAsync(IEnumerable<int> users, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            foreach (var userId in users)
            {
                await CatchUpAsync(userId, cancellationToken);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task CatchUpAsync(int userId, CancellationToken cancellationToken)
    {
        if (!feed.IsWatched(userId))
        {
            _positions.TryRemove(userId, out _);
            return;
        }

        while (_positions.TryGetValue(userId, out var position))
        {
            var found = await events.AfterAsync(userId, position, DateTimeOffset.UnixEpoch, Page, cancellationToken);
            found.ForEach(positioned => feed.Publish(positioned.Event));
            if (found.Count > 0)
            {
                _positions.TryUpdate(userId, found[^1].Position, position);
            }

            if (found.Count < Page)
            {
                return;
            }
        }
    }
}
