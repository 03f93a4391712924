using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Omni2.Web.Assistant;

/// <summary>Asks the model and streams its answer, within the configured limits and with failures put in plain words.</summary>
internal sealed partial class AssistantStream(
    IChatClient client,
    IOptions<AssistantOptions> options,
    AssistantDescription description,
    TimeProvider time,
    ILogger<AssistantStream> logger)
{
    /// <summary>What the model says, or calls, to go on with the turn, as it arrives; the last part is the summary.</summary>
    /// <exception cref="AssistantException">The provider failed; what it had sent before has been yielded.</exception>
    /// <exception cref="OperationCanceledException">The caller's own token; the provider's connection is closed.</exception>
    public async IAsyncEnumerable<AnswerPart> AnswerAsync(
        AssistantRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var messages = ConversationWindow.Of(request, options.Value.HistoryTokens);
        var answer = new AnswerInProgress(options.Value, new ToolCallIds(request.Turn));
        using var deadlines = new AnswerDeadlines(options.Value, request.TimeUsed, time, cancellationToken);
        if (deadlines.OverallExpired)
        {
            throw Expired();
        }

        await using var updates = client
            .GetStreamingResponseAsync(messages, Settings(request.Tools), deadlines.Token)
            .GetAsyncEnumerator(deadlines.Token);
        while (!answer.IsCut && await NextAsync(updates, answer, deadlines, cancellationToken))
        {
            if (answer.Take(updates.Current) is { Length: > 0 } text)
            {
                yield return new AnswerText(text);
            }
        }

        if (answer.TakeRest() is { Length: > 0 } rest)
        {
            yield return new AnswerText(rest);
        }

        yield return answer.Summarize(TokenEstimate.Of(messages, request.Tools), description.Model);
    }

    /// <summary>What an answer that was stopped or broke off has probably used.</summary>
    public AnswerSummary Estimate(AssistantRequest request, string answerSoFar, string finishReason) => new(
        description.Model,
        TokenEstimate.Of(ConversationWindow.Of(request, options.Value.HistoryTokens), request.Tools),
        TokenEstimate.Of(answerSoFar.Length),
        UsageEstimated: true,
        finishReason);

    private ChatOptions Settings(IReadOnlyList<AIFunctionDeclaration> tools) => new()
    {
        MaxOutputTokens = options.Value.MaxOutputTokens,
        Tools = tools.Count > 0 ? [.. tools] : null,
    };

    private async ValueTask<bool> NextAsync(
        IAsyncEnumerator<ChatResponseUpdate> updates,
        AnswerInProgress answer,
        AnswerDeadlines deadlines,
        CancellationToken cancellationToken)
    {
        try
        {
            deadlines.StartWaiting(answer.IsFinished);
            if (await updates.MoveNextAsync())
            {
                return true;
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Thrown anew below, without the provider's text.
        }
        catch (Exception exception) when (!answer.IsFinished)
        {
            throw Explained(exception, deadlines);
        }
        catch (Exception exception)
        {
            // The answer is complete; only the usage or the end mark is missing.
            LogLostEnd(ProviderFailure.Types(exception));
            return false;
        }
        finally
        {
            deadlines.StopWaiting();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return answer.IsFinished ? false : throw Broken(answer);
    }

    private AssistantException Explained(Exception exception, AnswerDeadlines deadlines)
    {
        var failure = deadlines switch
        {
            { OverallExpired: true } => ProviderFailure.TooLong(options.Value.OverallTimeout),
            { IdleExpired: true } => ProviderFailure.Idle(options.Value.IdleTimeout),
            _ => ProviderFailure.Of(exception, time),
        };
        LogFailure(failure.Reason, ProviderFailure.Status(exception)?.ToString(CultureInfo.InvariantCulture) ?? "none", ProviderFailure.Types(exception));
        return failure;
    }

    private AssistantException Expired()
    {
        var failure = ProviderFailure.TooLong(options.Value.OverallTimeout);
        LogNotAsked(failure.Reason);
        return failure;
    }

    private AssistantException Broken(AnswerInProgress answer)
    {
        var failure = answer.HasBegun ? ProviderFailure.Incomplete() : ProviderFailure.Unreadable();
        LogIncomplete(failure.Reason);
        return failure;
    }

    [LoggerMessage(LogLevel.Warning, "The model server gave no answer: {Reason}, HTTP status {Status}, {ExceptionTypes}.")]
    private partial void LogFailure(AssistantFailureReason reason, string status, string exceptionTypes);

    [LoggerMessage(LogLevel.Warning, "The model server gave no complete answer: {Reason}, its stream ended without a finish reason.")]
    private partial void LogIncomplete(AssistantFailureReason reason);

    [LoggerMessage(LogLevel.Warning, "The model server was not asked again: {Reason}, earlier answers to the message took all its time.")]
    private partial void LogNotAsked(AssistantFailureReason reason);

    [LoggerMessage(LogLevel.Information, "The model server broke off after the end of an answer: {ExceptionTypes}. Its usage is estimated.")]
    private partial void LogLostEnd(string exceptionTypes);
}
