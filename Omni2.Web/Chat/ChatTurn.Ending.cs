using System.Text;
using System.Text.Json.Nodes;
using Omni2.Web.Access;
using Omni2.Web.Assistant;
using Omni2.Web.Chat.Tools;
using Omni2.Web.Flows;

namespace Omni2.Web.Chat;

/// <summary>The ways a turn ends; each stores everything before its frame is made.</summary>
internal sealed partial class ChatTurn
{
    private static readonly AnswerUsage NothingUsed = new();

    /// <summary>How the answer ended.</summary>
    private sealed record Streamed(string Status, string? ErrorCode = null, string Sentence = "");

    private AnswerUsage Used => _loop?.Usage ?? NothingUsed;

    private async Task<Streamed> StreamAnswerAsync(AnswerLoop loop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _services.Turns.GraceOver);
        try
        {
            await loop.RunAsync(ending.Token);
            return new Streamed(FlowStatus.Completed);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            loop.CountOpenCall("stopped");
            return new Streamed(FlowStatus.Stopped);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            loop.CountOpenCall("interrupted");
            return new Streamed(FlowStatus.Interrupted, ChatErrors.Internal, "Omni2 restarted before the answer was complete. What was said so far is kept; ask again to go on.");
        }
        catch (AssistantException e)
        {
            loop.ForgetOpenCall();
            return new Streamed(FlowStatus.Failed, e.Reason == AssistantFailureReason.Timeout ? ChatErrors.LlmTimeout : ChatErrors.LlmUnavailable, e.Message);
        }
        catch (TurnLimitException e)
        {
            return new Streamed(FlowStatus.Failed, e.Code, e.Message);
        }
    }

    private async Task<byte[]> CompleteAnswerAsync(AnswerLoop loop, Streamed streamed)
    {
        if (streamed.ErrorCode is { } code)
        {
            return await FailAsync(streamed.Status, code, streamed.Sentence);
        }

        var (used, answer, calls, duration) = (loop.Usage, Output.Text, _calls!.Calls, Duration());
        var cost = Cost(used);
        var data = new JsonObject
        {
            ["status"] = streamed.Status,
            ["model"] = used.Model,
            ["tokens_input"] = used.TokensInput,
            ["tokens_output"] = used.TokensOutput,
            ["cost_usd"] = cost,
            ["finish_reason"] = used.FinishReason,
            ["iterations"] = loop.Iterations,
            ["tool_calls"] = calls.Count,
            ["duration_ms"] = duration,
        };
        AddFirstToken(data);
        AddEstimate(data, used);
        _trace.Record(FlowEventType.LlmComplete, data);
        await CompleteAsync(Outcome(streamed.Status, answer, cost));
        _conversation.Add(_question, answer, _messageCount);
        return ChatFrames.Done(new ChatResult(
            SessionId, _conversation.ConversationId, answer, used.Model, used.TokensInput, used.TokensOutput, cost,
            calls.Count, [.. calls.Select(call => $"{call.Mcp}.{call.Tool}").Distinct(StringComparer.Ordinal)], loop.Iterations, duration, streamed.Status == FlowStatus.Stopped, used.IsEstimated));
    }

    private async Task<byte[]> RefuseAsync(string code, AccessDecision decision)
    {
        _trace.Record(FlowEventType.Error, new JsonObject { ["status"] = FlowStatus.Refused, ["code"] = code, ["rule"] = decision.Rule });
        await CompleteAsync(Outcome(FlowStatus.Refused, "", 0));
        _conversation.Pass(_messageCount);
        return ChatFrames.Error(code, decision.Reason, SessionId);
    }

    private async Task<byte[]> FailAsync(string status, string code, string sentence)
    {
        if (!_begun)
        {
            return ChatFrames.Error(code, sentence);
        }

        _loop?.CountOpenCall("failed");
        var (answer, cost) = (Output.Text, Cost(Used));
        var data = new JsonObject { ["status"] = status, ["code"] = code, ["duration_ms"] = Duration() };
        AddFirstToken(data);
        if (Used.TokensInput > 0)
        {
            data["tokens_input"] = Used.TokensInput;
            data["tokens_output"] = Used.TokensOutput;
            data["cost_usd"] = cost;
            AddEstimate(data, Used);
        }

        _trace.Record(FlowEventType.Error, data);
        await CompleteAsync(Outcome(status, answer, cost));
        _conversation.Add(_question, answer, _messageCount);
        return ChatFrames.Error(code, sentence, SessionId);
    }

    private TurnOutcome Outcome(string status, string answer, decimal cost) =>
        new(status, answer, Used.TokensInput, Used.TokensOutput, cost, _calls?.Calls ?? [], _session.Events.Count, FlowDocument());

    private decimal Cost(AnswerUsage used) => decimal.Round(_services.Prices.Cost(used.TokensInput, used.TokensOutput), 6);

    private long Duration() => (long)_services.Time.GetElapsedTime(_startedAt).TotalMilliseconds;

    private void AddFirstToken(JsonObject data)
    {
        if (_loop?.FirstTokenAt is { } first)
        {
            data["first_token_ms"] = (long)_services.Time.GetElapsedTime(_startedAt, first).TotalMilliseconds;
        }
    }

    private static void AddEstimate(JsonObject data, AnswerUsage used)
    {
        if (used.IsEstimated)
        {
            data["usage_estimated"] = true;
        }
    }

    private byte[] FlowDocument()
    {
        using var document = new MemoryStream(4096);
        document.Write(Encoding.ASCII.GetBytes($"{{\"session_id\":\"{SessionId}\",\"user_id\":{_session.Head.UserId},\"events\":["));
        for (var i = 0; i < _session.Events.Count; i++)
        {
            document.Write(i == 0 ? [] : ","u8);
            document.Write(_session.Events[i].Json);
        }

        document.Write("]}"u8);
        return document.ToArray();
    }
}
