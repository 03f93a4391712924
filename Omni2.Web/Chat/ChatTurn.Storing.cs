using Omni2.Web.Data;

namespace Omni2.Web.Chat;

/// <summary>The turn's meetings with the database, which may be away at each.</summary>
internal sealed partial class ChatTurn
{
    private static readonly TimeSpan StorePause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BeginPatience = TimeSpan.FromSeconds(5);

    /// <summary>Null when the database could not be reached in time: nothing was taken.</summary>
    private Task<TurnBeginning?> BeginAsync() => WithPatienceAsync<TurnBeginning?>(async patience =>
        await _services.Store.BeginAsync(_session.Head, _question, _services.Bounds.OfMessage, patience));

    private async Task<bool> HistoryIsReadAsync() => await WithPatienceAsync(async patience =>
    {
        await _services.History.EnsureAsync(_conversation, SessionId, _messageCount, patience);
        return true;
    });

    /// <summary>Tried until it succeeds or the person has waited long enough; then the default, which is "no".</summary>
    private async Task<T?> WithPatienceAsync<T>(Func<CancellationToken, Task<T>> attempt)
    {
        using var patience = new CancellationTokenSource(BeginPatience, _services.Time);
        while (!patience.IsCancellationRequested)
        {
            try
            {
                // Npgsql cancels by asking the server, which takes long when that is what stands still; a late success is cleaned up.
                return await attempt(patience.Token).WaitAsync(patience.Token);
            }
            catch (Exception e) when (patience.IsCancellationRequested || DatabaseTrouble.IsPassing(e))
            {
                await Task.Delay(StorePause, _services.Time, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return default;
    }

    // Not before its arrival, also when the clock was set back meanwhile.
    private DateTimeOffset CompletedAt() => _services.Store.Now() is var now && now > _session.Head.StartedAt ? now : _session.Head.StartedAt;

    /// <summary>Flow, answer, summary and usage in one transaction, tried until it is committed; the person waits meanwhile.</summary>
    private async Task CompleteAsync(TurnOutcome outcome)
    {
        var completedAt = CompletedAt();
        var giveUp = _services.Turns.NoMoreTries;
        var flushed = _services.Recorder.FlushAsync(giveUp);
        while (true)
        {
            try
            {
                await StoreAsync(outcome, completedAt, giveUp).WaitAsync(giveUp);
                break;
            }
            catch (Exception e) when (DatabaseTrouble.IsPassing(e) && !giveUp.IsCancellationRequested)
            {
                await Task.Delay(StorePause, _services.Time, giveUp);
            }
        }

        await flushed;
    }

    // A database that crashed right after the message's arrival may have lost it; a repeated beginning changes nothing.
    private async Task StoreAsync(TurnOutcome outcome, DateTimeOffset completedAt, CancellationToken giveUp)
    {
        while (!await _services.Store.CompleteAsync(SessionId, outcome, completedAt, giveUp))
        {
            if ((await _services.Store.BeginAsync(_session.Head, _question, 0, giveUp)).Begun)
            {
                await _services.Store.CompleteAsync(SessionId, outcome, completedAt, giveUp);
                return;
            }

            await Task.Delay(StorePause, _services.Time, giveUp);
        }
    }
}
