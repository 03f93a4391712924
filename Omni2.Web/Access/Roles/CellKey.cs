using System.Security.Cryptography;
using System.Text;

namespace Omni2.Web.Access.Roles;

/// <summary>Names a cell of the grid by characters that an element's id may have; tools may be named with any.</summary>
internal static class CellKey
{
    private const int Digits = 16;

    public static string OfTool(string server, string tool, string role) => $"t{Row(server, tool)}-{role}";

    public static string OfServer(string server, string role) => $"s{Row(server, null)}-{role}";

    /// <summary>The part of a key that names the row.</summary>
    public static string Row(string server, string? tool)
    {
        var name = Encoding.UTF8.GetBytes(tool is null ? server : $"{server}\n{tool}");
        return Convert.ToHexStringLower(SHA256.HashData(name))[..Digits];
    }

    /// <summary>What a wish such as <c>+t0123456789abcdef-user</c> is about; false for what no cell of ours asks.</summary>
    public static bool TryParse(string wish, out bool permit, out bool ofServer, out string row, out string role)
    {
        var isOne = wish.Length > Digits + 3 && wish[0] is ('+' or '-') && wish[1] is ('s' or 't') && wish[Digits + 2] == '-';
        (permit, ofServer, row, role) = isOne ? (wish[0] == '+', wish[1] == 's', wish[2..(Digits + 2)], wish[(Digits + 3)..]) : (false, false, "", "");
        return isOne;
    }
}
