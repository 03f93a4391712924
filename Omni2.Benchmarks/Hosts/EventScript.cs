using System.Text;

namespace Omni2.Benchmarks.Hosts;

/// <summary>
/// What a watcher of the app received, message by message, for a baseline to send again: the same bytes, with the time of now
/// in each event. Kept in a file, because the baseline is another process.
/// </summary>
internal sealed class EventScript
{
    private readonly List<Step> _steps;
    private int _next;

    private EventScript(List<Step> steps) => _steps = steps;

    public static void Save(string path, IEnumerable<byte[]> messages) =>
        File.WriteAllLines(path, messages.Select(Convert.ToBase64String));

    public static EventScript Load(string path)
    {
        var steps = new List<Step>();
        var before = new List<byte[]>();
        foreach (var message in File.ReadLines(path).Select(Convert.FromBase64String))
        {
            if (EventTime.Find(message) is { } time)
            {
                steps.Add(new([.. before], message, time));
                before.Clear();
            }
            else
            {
                before.Add(message);
            }
        }

        return new(steps);
    }

    /// <summary>The next event's messages: what goes before it, if anything, and it.</summary>
    public IEnumerable<byte[]> Next()
    {
        var step = _steps[_next++ % _steps.Count];
        var message = (byte[])step.Event.Clone();
        step.Time.Write(message, DateTime.UtcNow);
        return [.. step.Before, message];
    }

    public string NextText() => Encoding.UTF8.GetString(Next().Last());

    private sealed record Step(byte[][] Before, byte[] Event, EventTime Time);
}
