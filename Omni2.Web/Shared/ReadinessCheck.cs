namespace Omni2.Web.Shared;

/// <summary>
/// Asks one dependency, and answers in time even when it hangs. While a question is open no second one is asked: probes that
/// come every second must not use up what they ask about.
/// </summary>
internal sealed class ReadinessCheck(IReadiness dependency)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<string> _question = Task.FromResult("");

    public string Name => dependency.Name;

    /// <returns><c>ok</c>, or what is wrong.</returns>
    public async Task<string> AnswerAsync()
    {
        try
        {
            return await Question().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            return $"does not answer within {Limit.TotalSeconds:0} seconds";
        }
    }

    private Task<string> Question()
    {
        lock (_gate)
        {
            return _question.IsCompleted ? _question = Task.Run(AskAsync) : _question;
        }
    }

    // Never fails: a question that outlives its askers has nobody who looks at its exception.
    private async Task<string> AskAsync()
    {
        try
        {
            return await dependency.ProblemAsync() ?? HealthEndpoints.Ok;
        }
        catch (Exception e)
        {
            return $"failed with {e.GetType().Name}";
        }
    }
}
