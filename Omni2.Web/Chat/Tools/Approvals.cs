using System.Collections.Concurrent;

namespace Omni2.Web.Chat.Tools;

/// <summary>How a question to the person ended.</summary>
internal enum ApprovalAnswer
{
    Allowed,
    Refused,

    /// <summary>Nobody answered in time.</summary>
    Unanswered,
}

/// <summary>The questions of one turn that wait for the person's answer, from whichever of their sockets it comes.</summary>
internal sealed class Approvals(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _open = new(StringComparer.Ordinal);

    /// <summary>False when no call of this id waits for an answer.</summary>
    public bool Answer(string callId, bool allow) => _open.TryGetValue(callId, out var asked) && asked.TrySetResult(allow);

    /// <summary>Waits for the answer; the question counts as asked when this returns its task.</summary>
    public async Task<ApprovalAnswer> AskAsync(string callId, TimeSpan limit, CancellationToken cancellationToken)
    {
        var asked = _open.GetOrAdd(callId, _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            return await asked.Task.WaitAsync(limit, time, cancellationToken) ? ApprovalAnswer.Allowed : ApprovalAnswer.Refused;
        }
        catch (TimeoutException)
        {
            return ApprovalAnswer.Unanswered;
        }
        finally
        {
            _open.TryRemove(callId, out _);
        }
    }
}
