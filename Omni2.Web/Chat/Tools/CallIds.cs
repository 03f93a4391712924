using System.Globalization;

namespace Omni2.Web.Chat.Tools;

/// <summary>Names the calls of one session: by the model's own id where that is short, plain and new, else by a number.</summary>
internal sealed class CallIds
{
    private const int Longest = 100;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string For(string modelsId)
    {
        var id = IsPlain(modelsId) ? modelsId : Numbered("call");
        while (!_taken.Add(id))
        {
            id = Numbered(IsPlain(modelsId) ? modelsId : "call");
        }

        return id;
    }

    private string Numbered(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}-{_taken.Count + 1}");

    private static bool IsPlain(string id) => id.Length is > 0 and <= Longest && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
