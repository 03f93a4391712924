namespace Omni2.Benchmarks.Support;

/// <summary>How long is measured; quick is for seeing that everything works.</summary>
internal sealed record Plan(bool IsQuick)
{
    public TimeSpan WarmUp => IsQuick ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(10);

    public TimeSpan Round => IsQuick ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(5);

    public int Rounds => IsQuick ? 2 : 3;

    /// <summary>A B A B: the warm-up, and then the contenders by turns.</summary>
    /// <param name="contenders">Each runs for the time given; what it answers notes what it measured, and is not called after the warm-up.</param>
    public async Task InterleaveAsync(params Func<TimeSpan, Task<Action>>[] contenders)
    {
        foreach (var contender in contenders)
        {
            await contender(WarmUp / contenders.Length);
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
