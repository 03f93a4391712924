using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile.Fuzzing;

/// <summary>Makes something nearly valid of something valid. The same seed makes the same sequence.</summary>
internal sealed class Mutator(int seed)
{
    private const int MostChanges = 4;
    private const int LongestRun = 24;

    private static readonly byte[][] Pieces =
    [
        [0], [0xFF, 0xFE], [0xC3, 0x28], [0xED, 0xA0, 0x80], "\r\n"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "\""u8.ToArray(), "{"u8.ToArray(), "]"u8.ToArray(),
        "null"u8.ToArray(), "-1"u8.ToArray(), "1e999"u8.ToArray(), "99999999999999999999"u8.ToArray(), "%00"u8.ToArray(), "%ff"u8.ToArray(), "&"u8.ToArray(), "="u8.ToArray(), ";"u8.ToArray(),
        .. HostileTexts.All.Where(text => text.Length < 100).Select(Encoding.UTF8.GetBytes),
    ];

    // Reproducible, not secret.
    private readonly Random _random = new(seed);

    public T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    public bool Chance(int percent) => _random.Next(100) < percent;

    public byte[] Change(byte[] valid)
    {
        var bytes = valid.ToList();
        for (var i = _random.Next(MostChanges); i >= 0; i--)
        {
            ChangeOnce(bytes);
        }

        return [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        var run = Math.Min(_random.Next(LongestRun), bytes.Count - at);
        switch (_random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, run);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, run));
                break;
            case 4 when Chance(20):
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, One(Pieces));
                break;
        }
    }
}
