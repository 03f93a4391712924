namespace Omni2.Benchmarks.Hosts;

/// <summary>What a server under test can be told to do: let one thing happen that all watchers see.</summary>
internal interface IEventSource
{
    int Watchers { get; }

    /// <summary>Fragments rendered so far; 0 for a server that renders none.</summary>
    long Rendered { get; }

    void Produce();
}

/// <summary>What a server under test tells of itself.</summary>
internal sealed record HostStatistics(long Produced, long Rendered, int Watchers, long HeapBytes, long AllocatedBytes);
