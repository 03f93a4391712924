using Omni2.Web.Access;

namespace Omni2.Web.Chat.Tools;

/// <summary>
/// The names by which the model knows tools: server and tool, such as <c>everything_echo</c>, in the characters and the length
/// that both vendors take. Each ends in the tool's own name, and no two are the same.
/// </summary>
internal static class ModelToolNames
{
    public const int Longest = 64;

    public static IReadOnlyDictionary<string, CatalogueTool> Of(IEnumerable<CatalogueTool> tools)
    {
        var named = new Dictionary<string, CatalogueTool>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            var (server, own) = (Plain(tool.Server), Plain(tool.Name));
            var name = Joined(server, own);
            for (var i = 2; !named.TryAdd(name, tool); i++)
            {
                name = Joined($"{i}{server}", own);
            }
        }

        return named;
    }

    private static string Plain(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));

    private static string Joined(string server, string own)
    {
        // The number of a repeated name stands first, and so is never cut off.
        var room = Math.Max(4, Longest - own.Length - 1);
        var kept = own.Length + 1 + Math.Min(server.Length, room) > Longest ? own[^(Longest - 1 - Math.Min(server.Length, room))..] : own;
        return $"{server[..Math.Min(server.Length, room)]}_{kept}";
    }
}
