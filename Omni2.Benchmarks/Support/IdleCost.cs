namespace Omni2.Benchmarks.Support;

/// <summary>What open sockets cost a server that has nothing to tell them.</summary>
internal sealed record IdleCost(double ResidentKilobytes, double HeapKilobytes)
{
    private const double Kilobyte = 1000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    /// <param name="server">Has served some sockets before, so that what it makes once is there.</param>
    /// <param name="gather">Opens the sockets.</param>
    public static async Task<IdleCost> MeasureAsync(ServerProcess server, Func<Task<Crowd>> gather)
    {
        var before = await StateAsync(server);
        using var crowd = await gather();
        var after = await StateAsync(server);
        return new((after.Resident - before.Resident) / Kilobyte / crowd.Count, (after.Heap - before.Heap) / Kilobyte / crowd.Count);
    }

    private static async Task<(double Resident, double Heap)> StateAsync(ServerProcess server)
    {
        await Task.Delay(Settle);
        var heap = (await server.CollectAsync()).HeapBytes;
        await Task.Delay(Settle);
        return (server.ResidentBytes, heap);
    }
}
