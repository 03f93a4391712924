using System.Buffers;
using System.Text;

namespace Omni2.Web.Assistant;

/// <summary>Carries JSON's <c>\uD800</c>…<c>\uDFFF</c> through a parser that refuses half of a pair.</summary>
/// <remarks>
/// A server that cuts its text between UTF-16 units sends the two halves of an emoji in two chunks. Each half becomes
/// one character of plane 16 (U+10D800…U+10DFFF, private use) on the way in, and a half again after parsing.
/// </remarks>
internal sealed class EscapedSurrogates
{
    private const char HighMark = '\uDBF6';
    private const char LowMark = '\uDBF7';

    // The part of an escape that has been read, but not passed on: at most \uD.
    private readonly byte[] _pending = new byte[3];
    private int _pendingCount;

    public static string Restore(string text)
    {
        if (!text.AsSpan().ContainsAny(HighMark, LowMark))
        {
            return text;
        }

        var restored = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isMark = text[i] is HighMark or LowMark && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            restored.Append(isMark ? Half(text[i], text[++i]) : text[i]);
        }

        return restored.ToString();
    }

    public void Rewrite(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        while (!bytes.IsEmpty)
        {
            var plain = _pendingCount > 0 ? 0 : bytes.IndexOf((byte)'\\');
            if (plain < 0)
            {
                output.Write(bytes);
                return;
            }

            output.Write(bytes[..plain]);
            Take(bytes[plain], output);
            bytes = bytes[(plain + 1)..];
        }
    }

    private static char Half(char mark, char low) => (char)((mark == HighMark ? 0xD800 : 0xDC00) + (low & 0x3FF));

    private void Take(byte value, IBufferWriter<byte> output)
    {
        if (Continues(value))
        {
            _pending[_pendingCount++] = value;
            return;
        }

        WriteMarked(value, output);
        _pendingCount = 0;
    }

    private bool Continues(byte value) => _pendingCount switch
    {
        0 => value == '\\',
        1 => value == 'u',
        2 => value is (byte)'D' or (byte)'d',
        _ => false,
    };

    private void WriteMarked(byte value, IBufferWriter<byte> output)
    {
        var digit = _pendingCount == 3 ? HexDigit(value) : -1;
        if (digit >= 8)
        {
            output.Write(digit < 12 ? "\\uDBF6"u8 : "\\uDBF7"u8);
        }

        output.Write(_pending.AsSpan(0, _pendingCount));
        output.Write(digit is >= 8 and < 12 ? [(byte)"CDEF"[digit - 8]] : [value]);
    }

    private static int HexDigit(byte value) => char.IsAsciiHexDigit((char)value) ? Convert.ToInt32(((char)value).ToString(), 16) : -1;
}
