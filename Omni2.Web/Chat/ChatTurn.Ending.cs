using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Omni2.Web.Access;
using Omni2.Web.Assistant;
using Omni2.Web.Flows;

namespace Omni2.Web.Chat;

/// <summary>The model's answer and the ways a turn ends; each stores everything before its frame is made.</summary>
internal sealed partial class ChatTurn
{
    private static readonly AnswerSummary NothingUsed = new("", 0, 0, UsageEstimated: false, "");

    /// <summary>How the stream ended: a summary, or a failure with what was probably used.</summary>
    private sealed record Streamed(AnswerSummary Summary, bool Stopped, string? ErrorCode, string Sentence, string Status);

    private async Task<Streamed> StreamAnswerAsync()
    {
        _request = new([.. _conversation.Said], [new ChatMessage(ChatRole.User, _question)], []);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _services.Turns.GraceOver);
        try
        {
            AnswerSummary? summary = null;
            await foreach (var part in _services.Assistant.AnswerAsync(_request, ending.Token))
            {
                summary = Take(part) ?? summary;
            }

            return new Streamed(summary!, Stopped: false, null, "", FlowStatus.Completed);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return new Streamed(UsedSoFar("stopped"), Stopped: true, null, "", FlowStatus.Stopped);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return new Streamed(UsedSoFar("interrupted"), Stopped: false, ChatErrors.Internal, "Omni2 restarted before the answer was complete. What was said so far is kept; ask again to go on.", FlowStatus.Interrupted);
        }
        catch (AssistantException e)
        {
            var code = e.Reason == AssistantFailureReason.Timeout ? ChatErrors.LlmTimeout : ChatErrors.LlmUnavailable;
            return new Streamed(Output.Text.Length > 0 ? UsedSoFar("failed") : NothingUsed, Stopped: false, code, e.Message, FlowStatus.Failed);
        }
    }

    private AnswerSummary? Take(AnswerPart part)
    {
        if (part is AnswerText text)
        {
            _firstTokenAt ??= _services.Time.GetTimestamp();
            Output.Append(text.Text);
        }

        return part as AnswerSummary;
    }

    private AnswerSummary UsedSoFar(string reason) => _services.Assistant.Estimate(_request, Output.Text, reason);

    private async Task<byte[]> CompleteAnswerAsync(Streamed streamed)
    {
        if (streamed.ErrorCode is { } code)
        {
            return await FailAsync(streamed.Status, code, streamed.Sentence, streamed.Summary);
        }

        var (summary, answer, cost) = (streamed.Summary, Output.Text, Cost(streamed.Summary));
        var duration = Duration();
        var data = new JsonObject
        {
            ["status"] = streamed.Status,
            ["model"] = summary.Model,
            ["tokens_input"] = summary.TokensInput,
            ["tokens_output"] = summary.TokensOutput,
            ["cost_usd"] = cost,
            ["finish_reason"] = summary.FinishReason,
            ["duration_ms"] = duration,
        };
        AddFirstToken(data);
        AddEstimate(data, summary);
        Record(FlowEventType.LlmComplete, data);
        await CompleteAsync(Outcome(streamed.Status, answer, summary, cost));
        _conversation.Add(_question, answer, _messageCount);
        return ChatFrames.Done(new ChatResult(
            SessionId, _conversation.ConversationId, answer, summary.Model, summary.TokensInput, summary.TokensOutput, cost,
            ToolCalls: 0, ToolsUsed: [], Iterations: 1, duration, streamed.Stopped, summary.UsageEstimated));
    }

    private async Task<byte[]> RefuseAsync(string code, AccessDecision decision)
    {
        Record(FlowEventType.Error, new JsonObject { ["status"] = FlowStatus.Refused, ["code"] = code, ["rule"] = decision.Rule });
        await CompleteAsync(Outcome(FlowStatus.Refused, "", NothingUsed, 0));
        _conversation.Pass(_messageCount);
        return ChatFrames.Error(code, decision.Reason, SessionId);
    }

    private async Task<byte[]> FailAsync(string status, string code, string sentence, AnswerSummary used)
    {
        if (!_begun)
        {
            return ChatFrames.Error(code, sentence);
        }

        var (answer, cost) = (Output.Text, Cost(used));
        var data = new JsonObject { ["status"] = status, ["code"] = code, ["duration_ms"] = Duration() };
        AddFirstToken(data);
        if (used.TokensInput > 0)
        {
            data["tokens_input"] = used.TokensInput;
            data["tokens_output"] = used.TokensOutput;
            data["cost_usd"] = cost;
            AddEstimate(data, used);
        }

        Record(FlowEventType.Error, data);
        await CompleteAsync(Outcome(status, answer, used, cost));
        _conversation.Add(_question, answer, _messageCount);
        return ChatFrames.Error(code, sentence, SessionId);
    }

    private TurnOutcome Outcome(string status, string answer, AnswerSummary used, decimal cost) =>
        new(status, answer, used.TokensInput, used.TokensOutput, cost, FlowDocument());

    private decimal Cost(AnswerSummary used) => decimal.Round(_services.Prices.Cost(used.TokensInput, used.TokensOutput), 6);

    private long Duration() => (long)_services.Time.GetElapsedTime(_startedAt).TotalMilliseconds;

    private void AddFirstToken(JsonObject data)
    {
        if (_firstTokenAt is { } first)
        {
            data["first_token_ms"] = (long)_services.Time.GetElapsedTime(_startedAt, first).TotalMilliseconds;
        }
    }

    private static void AddEstimate(JsonObject data, AnswerSummary summary)
    {
        if (summary.UsageEstimated)
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
