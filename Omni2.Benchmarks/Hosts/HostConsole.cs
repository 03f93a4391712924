using System.Text.Json;

namespace Omni2.Benchmarks.Hosts;

/// <summary>
/// How the benchmark steers a server process: commands on its standard input, answers on lines that begin with "= ".
/// The end of the input ends the server, so that none stays behind when the benchmark dies.
/// </summary>
internal sealed class HostConsole(IEventSource source)
{
    private readonly EventProducer _producer = new(source);

    public static void Announce(string address) => Answer(address);

    /// <summary>Returns when the input ends.</summary>
    public async Task RunAsync()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Obey(line.Split(' '));
        }

        _producer.Stop();
    }

    private void Obey(string[] words)
    {
        switch (words)
        {
            case ["credit", var upTo]:
                _producer.Credit(long.Parse(upTo, CultureInfo.InvariantCulture));
                break;
            case ["pace", var perSecond, var count]:
                _ = _producer.PaceAsync(int.Parse(perSecond, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture), () => Answer(Statistics(collect: false)));
                break;
            case ["halt"]:
                _producer.Halt();
                Answer(Statistics(collect: false));
                break;
            case ["collect"]:
                Answer(Statistics(collect: true));
                break;
            default:
                Answer(Statistics(collect: false));
                break;
        }
    }

    private HostStatistics Statistics(bool collect)
    {
        for (var i = 0; i < 3 && collect; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return new(_producer.Produced, source.Rendered, source.Watchers, GC.GetTotalMemory(forceFullCollection: collect), GC.GetTotalAllocatedBytes());
    }

    private static void Answer(HostStatistics statistics) => Answer(JsonSerializer.Serialize(statistics));

    private static void Answer(string text) => Console.Out.WriteLine($"= {text}");
}
