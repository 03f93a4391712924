using System.Text.Json.Nodes;
using Omni2.Web.Access;
using Omni2.Web.Assistant;
using Omni2.Web.Chat.Tools;
using Omni2.Web.Flows;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>What every turn uses.</summary>
internal sealed record TurnServices(
    TurnStore Store,
    FlowRecorder Recorder,
    AssistantStream Assistant,
    AssistantDescription Model,
    Prices Prices,
    CostBounds Bounds,
    ToolServices Tools,
    SpokenHistory History,
    OpenSessions Sessions,
    RunningTurns Turns,
    TimeProvider Time,
    ILogger<ChatTurn> Logger);

/// <summary>
/// The handling of one message, from its arrival to its answer: the steps below, in the order of the checkpoints. A step that
/// fails refuses. Nothing is told to the person as final before it is committed.
/// </summary>
internal sealed partial class ChatTurn
{
    private readonly TurnServices _services;
    private readonly LiveConversation _conversation;
    private readonly string _question;
    private readonly SignInMethod _signInMethod;
    private readonly FlowSession _session;
    private readonly TurnTrace _trace;
    private readonly Approvals? _approvals;
    private readonly CancellationTokenSource _stop = new();
    private readonly long _startedAt;
    private int _messageCount;
    private bool _begun;
    private ToolCallRunner? _calls;
    private AnswerLoop? _loop;

    public ChatTurn(TurnServices services, LiveConversation conversation, string question, SignInMethod signInMethod)
    {
        (_services, _conversation, _question, _signInMethod) = (services, conversation, question, signInMethod);
        _startedAt = services.Time.GetTimestamp();
        var now = services.Store.Now();
        _session = new FlowSession(new FlowSessionHead(Guid.CreateVersion7(now), conversation.UserId, conversation.ConversationId, SourceOf(conversation), now));
        // In a conversation somebody can be asked; a single request has nobody who could answer.
        (_trace, _approvals) = (new TurnTrace(services.Recorder, _session), conversation.ConversationId is null ? null : new Approvals(services.Time));
    }

    public Guid SessionId => _session.Head.SessionId;

    public TurnOutput Output { get; } = new();

    /// <summary>Ends the answer; what was said so far is kept.</summary>
    public void Stop() => _ = _stop.CancelAsync();

    /// <summary>The person's answer to whether a tool may be called; false when no call of this id waits for one.</summary>
    public bool Approve(string callId, bool allow) => _approvals?.Answer(callId, allow) == true;

    public async Task RunAsync()
    {
        byte[] lastFrame;
        using (_services.Sessions.Open(SessionId))
        {
            lastFrame = await AnswerOrFailAsync();
        }

        End(lastFrame);
    }

    /// <summary>Lets the conversation go on, and then tells the end to whoever listens.</summary>
    public void End(byte[] lastFrame)
    {
        _conversation.End();
        Output.Complete(lastFrame);
    }

    // The steps answer what they can foresee; anything else ends the message honestly, and once.
    private async Task<byte[]> AnswerOrFailAsync()
    {
        const string Sentence = "Something went wrong on our side. Send the message again; if it happens again, tell an administrator.";
        try
        {
            return await AnswerAsync();
        }
        catch (Exception e)
        {
            Log.Failed(_services.Logger, SessionId, e.GetType().Name, e.StackTrace);
        }

        try
        {
            _loop?.ForgetOpenCall();
            return await FailAsync(FlowStatus.Failed, ChatErrors.Internal, Sentence);
        }
        catch (Exception e)
        {
            // The recovery completes the flow with the events that are stored.
            Log.NotStored(_services.Logger, SessionId, e.GetType().Name, e.StackTrace);
            return ChatFrames.Error(ChatErrors.Internal, Sentence, SessionId);
        }
    }

    private async Task<byte[]> AnswerAsync()
    {
        var beginning = await BeginAsync();
        if (beginning is null)
        {
            return ChatFrames.Error(ChatErrors.Internal, "Omni2 cannot reach its database now, so your message was not taken. Send it again in a moment.");
        }

        if (!beginning.Begun)
        {
            return ChatFrames.Error(ChatErrors.Busy, "An answer is still running in this conversation, or is being closed after an interruption. Try again in a few seconds.");
        }

        (_begun, _messageCount) = (true, beginning.MessageCount);
        if (beginning.Facts is not { } facts || !await HistoryIsReadAsync())
        {
            return await FailAsync(FlowStatus.Failed, ChatErrors.Internal, "Omni2 could not check this message, so it was refused. Send it again in a moment.");
        }

        return Authenticate(facts) is { Allowed: false } notAuthenticated ? await RefuseAsync(ChatErrors.Blocked, notAuthenticated)
            : CheckBlock(facts) is { Allowed: false } isBlocked ? await RefuseAsync(ChatErrors.Blocked, isBlocked)
            : CheckUsage(facts) is ({ Allowed: false } overLimit, var code) ? await RefuseAsync(code, overLimit)
            : await AnswerWithToolsAsync(facts.Tools);
    }

    private async Task<byte[]> AnswerWithToolsAsync(ToolPolicy policy)
    {
        var tools = _services.Tools.Permitted.Of(policy);
        CheckMcpPermission(tools);
        FilterTools(tools);
        _calls = new ToolCallRunner(_services.Tools, _trace, Output, tools, policy, _approvals);
        _loop = new AnswerLoop(_services, _trace, Output, tools, _calls, _conversation.Said, _question);
        return await CompleteAnswerAsync(_loop, await StreamAnswerAsync(_loop));
    }

    private static string SourceOf(LiveConversation conversation) => conversation.ConversationId is null ? FlowSource.Sse : FlowSource.Chat;

    private AccessDecision Authenticate(AccessFacts facts) =>
        Check(FlowEventType.AuthCheck, ChatAccess.Authenticate(facts), new JsonObject { ["role"] = facts.Role, ["method"] = _signInMethod.Name() });

    private AccessDecision CheckBlock(AccessFacts facts) => Check(FlowEventType.BlockCheck, ChatAccess.Block(facts), []);

    private (AccessDecision Decision, string Code) CheckUsage(AccessFacts facts)
    {
        var cost = ChatAccess.Usage(facts, _services.Prices.IsFree, _session.Head.StartedAt);
        var decision = cost.Allowed ? ChatAccess.Hourly(facts) : cost;
        var data = new JsonObject
        {
            ["used"] = Money.Format(facts.SpentToday),
            ["limit"] = facts.CostLimitDaily is { } limit ? Money.Format(limit) : null,
            ["remaining"] = facts.Remaining is { } remaining ? Money.Format(remaining) : null,
        };
        if (facts.Reserved > 0)
        {
            data["reserved"] = Money.Format(facts.Reserved);
        }

        if (facts.MessagesPerHour is { } hourly)
        {
            (data["messages_used"], data["messages_limit"]) = (facts.MessagesThisHour, hourly);
        }

        Check(FlowEventType.UsageCheck, decision, data);
        return (decision, cost.Allowed ? ChatErrors.RateLimit : ChatErrors.UsageLimit);
    }

    private void CheckMcpPermission(TurnTools tools)
    {
        var data = new JsonObject { ["status"] = "passed", ["servers"] = new JsonArray([.. tools.Servers.Select(server => (JsonNode)server)]) };
        if (tools.Unavailable.Count > 0)
        {
            data["unavailable"] = new JsonArray([.. tools.Unavailable.Select(server => (JsonNode)server)]);
        }

        _trace.Record(FlowEventType.McpPermissionCheck, data);
    }

    private void FilterTools(TurnTools tools) => _trace.Record(
        FlowEventType.ToolFilter, new JsonObject { ["status"] = "passed", ["tools"] = tools.Declarations.Count, ["permitted"] = tools.Permitted, ["hidden"] = tools.Hidden });

    /// <summary>A refused check tells its rule; its reason may quote an administrator's words to the person, which a flow event must not hold.</summary>
    private AccessDecision Check(FlowEventType type, AccessDecision decision, JsonObject details)
    {
        var data = new JsonObject { ["status"] = decision.Allowed ? "passed" : "refused" };
        if (!decision.Allowed)
        {
            data["rule"] = decision.Rule;
            data["reason"] = type == FlowEventType.BlockCheck ? "The person is blocked." : decision.Reason;
        }

        foreach (var (name, value) in details.ToArray())
        {
            details.Remove(name);
            data[name] = value;
        }

        _trace.Record(type, data);
        return decision;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId} failed with {Exception} {Stack}")]
        public static partial void Failed(ILogger logger, Guid sessionId, string exception, string? stack);

        [LoggerMessage(Level = LogLevel.Error, Message = "The end of session {SessionId} could not be stored: {Exception} {Stack}")]
        public static partial void NotStored(ILogger logger, Guid sessionId, string exception, string? stack);
    }
}
