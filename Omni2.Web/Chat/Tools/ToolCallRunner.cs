using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Omni2.Web.Access;
using Omni2.Web.Conversations;
using Omni2.Web.Flows;
using Omni2.Web.Mcp;

namespace Omni2.Web.Chat.Tools;

/// <summary>
/// Runs the calls of one message: each is decided upon, asked about where that is wanted, made, and told of on its way. The
/// model gets an answer to every call, whatever came of it.
/// </summary>
internal sealed class ToolCallRunner(ToolServices services, TurnTrace trace, TurnOutput output, TurnTools tools, ToolPolicy policy, Approvals? approvals)
{
    private const int MostAtOnce = 8;

    private readonly CallIds _ids = new();
    private readonly List<string> _order = [];
    private readonly ConcurrentDictionary<string, ToolCall> _calls = new(StringComparer.Ordinal);

    /// <summary>All calls so far that began, in the order in which the model asked for them.</summary>
    public IReadOnlyList<ToolCall> Calls => [.. _order.Where(_calls.ContainsKey).Select(id => _calls[id])];

    /// <summary>Their results, in the order of the calls. Cancelling ends the calls that run; each is recorded to its end.</summary>
    public async Task<IReadOnlyList<FunctionResultContent>> RunAsync(IReadOnlyList<FunctionCallContent> asked, CancellationToken cancellationToken)
    {
        using var few = new SemaphoreSlim(MostAtOnce);
        AskedCall[] calls = [.. asked.Select(call => AskedCall.Of(call, _ids.For(call.CallId), tools, trace.Head, services.Time.GetUtcNow()))];
        _order.AddRange(calls.Select(call => call.Call.CallId));
        return await Task.WhenAll(calls.Select(call => RunAsync(call, few, cancellationToken)));
    }

    private async Task<FunctionResultContent> RunAsync(AskedCall call, SemaphoreSlim few, CancellationToken cancellationToken)
    {
        await few.WaitAsync(cancellationToken);
        try
        {
            return new FunctionResultContent(call.Asked.CallId, await AnswerAsync(call, cancellationToken));
        }
        finally
        {
            few.Release();
        }
    }

    private async Task<string> AnswerAsync(AskedCall call, CancellationToken cancellationToken)
    {
        var decision = Decide(call);
        if (decision.Allowed && call.Tool!.AsksFirst)
        {
            decision = approvals is null ? RefuseUnasked(call) : await AskAsync(call, approvals, cancellationToken);
        }

        return decision.Allowed ? await CallAsync(call, cancellationToken) : await RefuseAsync(call, decision, cancellationToken);
    }

    // The list that the model sees was made by the same function; what it calls need not be in it.
    private AccessDecision Decide(AskedCall call) => call.Tool is { } tool
        ? policy.Tool(tool.Server, tool.Name)
        : AccessDecision.Refuse("tool_filter", "There is no tool of this name among those that you may use.");

    private AccessDecision RefuseUnasked(AskedCall call)
    {
        var decision = AccessDecision.Refuse("approval.nobody", "This tool asks the person first, and over this connection nobody can be asked. Use the chat for it.");
        trace.Record(FlowEventType.Approval, Data(call, FlowStatus.Refused, ("rule", decision.Rule)));
        return decision;
    }

    private async Task<AccessDecision> AskAsync(AskedCall call, Approvals open, CancellationToken cancellationToken)
    {
        var limit = services.Options.Value.ApprovalTimeout;
        var expiresAt = services.Time.GetUtcNow() + limit;
        await services.Store.TrySaveAsync(Note(call.Call), cancellationToken);
        trace.Record(FlowEventType.Approval, Data(call, "asked", ("expires_at", expiresAt.ToUnixTimeSeconds())));
        var asked = open.AskAsync(call.Call.CallId, limit, cancellationToken);
        var withdraw = output.Add(ChatFrames.ApprovalRequired(call.Call, call.Arguments ?? default, expiresAt));
        try
        {
            var decision = Decision(await asked);
            trace.Record(FlowEventType.Approval, Data(call, decision.Allowed ? "passed" : FlowStatus.Refused, ("rule", decision.Rule)));
            return decision;
        }
        finally
        {
            withdraw();
        }
    }

    private static AccessDecision Decision(ApprovalAnswer answer) => answer switch
    {
        ApprovalAnswer.Allowed => AccessDecision.Allow("approval.person"),
        ApprovalAnswer.Refused => AccessDecision.Refuse("approval.person", "You refused this call."),
        _ => AccessDecision.Refuse("approval.timeout", "Nobody allowed this call in time, so it was refused."),
    };

    private async Task<string> CallAsync(AskedCall call, CancellationToken cancellationToken)
    {
        await BeginAsync(call, cancellationToken);
        var began = services.Time.GetTimestamp();
        try
        {
            var result = call.Arguments is { } arguments
                ? await services.Tools.CallAsync(new McpCaller(trace.Head.UserId), call.Tool!.Server, call.Tool.Name, arguments, cancellationToken)
                : new McpResult(IsError: true, "The arguments are not a JSON object.");
            await EndAsync(call, result.IsError ? ToolCallStatus.Error : ToolCallStatus.Ok, result.Text, began, null, cancellationToken);
            return result.IsError ? $"Error: {result.Text}" : result.Text;
        }
        catch (OperationCanceledException)
        {
            await EndAsync(call, ToolCallStatus.Error, "The call was ended before it had a result.", began, null, CancellationToken.None);
            throw;
        }
    }

    private async Task<string> RefuseAsync(AskedCall call, AccessDecision decision, CancellationToken cancellationToken)
    {
        await BeginAsync(call, cancellationToken);
        await EndAsync(call, ToolCallStatus.Refused, decision.Reason, services.Time.GetTimestamp(), decision, cancellationToken);
        return $"Refused: {decision.Reason}";
    }

    private async Task BeginAsync(AskedCall call, CancellationToken cancellationToken)
    {
        Note(call.Call);
        trace.Record(FlowEventType.ToolCall, Data(call, null));
        output.Add(ChatFrames.ToolCall(call.Call, call.Preview));
        await services.Store.TrySaveAsync(call.Call, cancellationToken);
    }

    private async Task EndAsync(AskedCall call, string status, string result, long began, AccessDecision? refusal, CancellationToken cancellationToken)
    {
        var ended = Note(call.Call with { Status = status, Result = result, DurationMs = (long)services.Time.GetElapsedTime(began).TotalMilliseconds });
        var data = new JsonObject { ["call_id"] = ended.CallId, ["mcp"] = ended.Mcp, ["tool"] = ended.Tool, ["status"] = status, ["duration_ms"] = ended.DurationMs };
        if (refusal is not null)
        {
            (data["rule"], data["reason"]) = (refusal.Rule, refusal.Reason);
        }

        trace.Record(FlowEventType.ToolResult, data);
        await services.Store.TrySaveAsync(ended, cancellationToken);
        output.Add(ChatFrames.ToolResult(ended, trace.Head.SessionId, refusal?.Reason));
    }

    private ToolCall Note(ToolCall call) => _calls[call.CallId] = call;

    private static JsonObject Data(AskedCall call, string? status, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        var data = new JsonObject { ["mcp"] = call.Call.Mcp, ["tool"] = call.Call.Tool, ["call_id"] = call.Call.CallId };
        if (status is not null)
        {
            data["status"] = status;
        }

        foreach (var (name, value) in more)
        {
            data[name] = value;
        }

        return data;
    }
}
