using Npgsql;

namespace Omni2.Web.Chat;

/// <summary>The turn's two meetings with the database, which may be away at either.</summary>
internal sealed partial class ChatTurn
{
    private static readonly TimeSpan StorePause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BeginPatience = TimeSpan.FromSeconds(5);

    /// <summary>Null when the database could not be reached in time: nothing was taken.</summary>
    private async Task<TurnBeginning?> BeginAsync()
    {
        using var patience = new CancellationTokenSource(BeginPatience, _services.Time);
        while (true)
        {
            try
            {
                return await _services.Store.BeginAsync(_session.Head, _question, patience.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            catch (Exception e) when (IsAway(e))
            {
                await Task.Delay(StorePause, _services.Time, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> HistoryIsReadAsync()
    {
        try
        {
            await _services.History.EnsureAsync(_conversation, SessionId, _messageCount, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (IsAway(e))
        {
            return false;
        }
    }

    /// <summary>Flow, answer, summary and usage in one transaction, tried until it is committed; the person waits meanwhile.</summary>
    private async Task CompleteAsync(TurnOutcome outcome)
    {
        var completedAt = _services.Store.Now();
        while (true)
        {
            try
            {
                var flushed = _services.Recorder.FlushAsync(CancellationToken.None);
                await _services.Store.CompleteAsync(SessionId, outcome, completedAt, CancellationToken.None);
                await flushed;
                return;
            }
            catch (Exception e) when (IsAway(e) && !_services.Turns.GraceOver.IsCancellationRequested)
            {
                await Task.Delay(StorePause, _services.Time, CancellationToken.None);
            }
        }
    }

    private static bool IsAway(Exception e) => e is TimeoutException or NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException };
}
