namespace Omni2.Benchmarks.Support;

/// <summary>How long is measured.</summary>
/// <param name="IsQuick">For seeing that everything works; the figures mean little.</param>
/// <param name="Share">Of the usual time, for scenarios of many small parts.</param>
internal sealed record Plan(bool IsQuick, double Share = 1)
{
    public TimeSpan WarmUp => Share * TimeSpan.FromSeconds(IsQuick ? 0.3 : 10);

    public TimeSpan Round => Share * TimeSpan.FromSeconds(IsQuick ? 0.3 : 5);

    public int Rounds => IsQuick ? 1 : 3;

    /// <summary>A B A B: each warms up, and then the contenders by turns.</summary>
    /// <param name="contenders">Each runs for the time given; what it answers notes what it measured, and is not called after the warm-up.</param>
    public async Task InterleaveAsync(params Func<TimeSpan, Task<Action>>[] contenders)
    {
        foreach (var contender in contenders)
        {
            await contender(WarmUp);
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                (await contender(Round))();
            }
        }
    }
}
