using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Omni2.Web.Assistant;
using Omni2.Web.Flows;

namespace Omni2.Web.Chat.Tools;

/// <summary>The model and the tools by turns: model, calls, results, model … until it has said all it wants, or a limit is reached.</summary>
internal sealed class AnswerLoop
{
    private readonly TurnServices _services;
    private readonly TurnTrace _trace;
    private readonly TurnOutput _output;
    private readonly TurnTools _tools;
    private readonly ToolCallRunner _calls;
    private readonly IReadOnlyList<ChatMessage> _history;
    private readonly List<ChatMessage> _turn;
    private TimeSpan _modelTime;
    private AssistantRequest? _open;
    private int _openFrom;

    public AnswerLoop(TurnServices services, TurnTrace trace, TurnOutput output, TurnTools tools, ToolCallRunner calls, IReadOnlyList<ChatMessage> history, string question)
    {
        (_services, _trace, _output, _tools, _calls, _history) = (services, trace, output, tools, calls, history);
        _turn = [new ChatMessage(ChatRole.User, question)];
    }

    public AnswerUsage Usage { get; } = new();

    /// <summary>How often the model was asked.</summary>
    public int Iterations { get; private set; }

    /// <summary>When the first word came; null before.</summary>
    public long? FirstTokenAt { get; private set; }

    /// <exception cref="AssistantException">The provider failed.</exception>
    /// <exception cref="TurnLimitException">A limit of ours was reached.</exception>
    /// <exception cref="OperationCanceledException">The token.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (summary, text) = await AskAsync(cancellationToken);
            if (summary.ToolCalls.Count == 0)
            {
                return;
            }

            ThrowIfLast();
            Add(text, summary.ToolCalls, await _calls.RunAsync(summary.ToolCalls, cancellationToken));
            ThrowIfTooDear();
        }
    }

    /// <summary>Counts what a model call that did not come to its end has probably used.</summary>
    /// <param name="reason">Why it ended.</param>
    public void CountOpenCall(string reason)
    {
        if (_open is { } request)
        {
            Usage.Add(_services.Assistant.Estimate(request, _output.Text[_openFrom..], reason));
            _open = null;
        }
    }

    /// <summary>The model call that did not come to its end has used nothing: the provider refused it.</summary>
    public void ForgetOpenCall() => _open = _output.Text.Length > _openFrom ? _open : null;

    private async Task<(AnswerSummary Summary, string Text)> AskAsync(CancellationToken cancellationToken)
    {
        Iterations++;
        _trace.Record(FlowEventType.LlmThinking, new JsonObject { ["model"] = _services.Model.Model, ["iteration"] = Iterations });
        var request = new AssistantRequest(_history, [.. _turn], _tools.Declarations) { TimeUsed = _modelTime };
        (_open, _openFrom) = (request, _output.Text.Length);
        var began = _services.Time.GetTimestamp();
        AnswerSummary? summary = null;
        await foreach (var part in _services.Assistant.AnswerAsync(request, cancellationToken))
        {
            summary = Take(part) ?? summary;
        }

        _open = null;
        _modelTime += _services.Time.GetElapsedTime(began);
        Usage.Add(summary!);
        return (summary!, _output.Text[_openFrom..]);
    }

    private AnswerSummary? Take(AnswerPart part)
    {
        if (part is AnswerText text)
        {
            FirstTokenAt ??= _services.Time.GetTimestamp();
            if (_openFrom > 0 && _output.Length == _openFrom)
            {
                // What it says after a tool's answer is another paragraph.
                _output.Append("\n\n");
            }

            _output.Append(text.Text);
        }

        return part as AnswerSummary;
    }

    private void Add(string text, IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<FunctionResultContent> results)
    {
        List<AIContent> said = text.Trim().Length > 0 ? [new TextContent(text.Trim())] : [];
        _turn.Add(new ChatMessage(ChatRole.Assistant, [.. said, .. calls]));
        _turn.Add(new ChatMessage(ChatRole.Tool, [.. results]));
    }

    private void ThrowIfLast()
    {
        var most = _services.Tools.Options.Value.MaxIterations;
        if (Iterations >= most)
        {
            throw new TurnLimitException(ChatErrors.IterationsExceeded, $"The model wanted to go on calling tools after it had been asked {most} times, so the answer was ended. Ask for a smaller step.");
        }
    }

    // What one message may cost is bounded: by that much, and no more, a day's limit can be exceeded.
    private void ThrowIfTooDear()
    {
        var next = new AssistantRequest(_history, [.. _turn], _tools.Declarations);
        if (!_services.Bounds.Admits(Usage.TokensInput, Usage.TokensOutput, next))
        {
            throw new TurnLimitException(ChatErrors.UsageLimit, $"This message came to the most that one message may cost (${Access.Money.Format(_services.Bounds.OfMessage)}), so the answer was ended. Ask for a smaller step.");
        }
    }
}
