using System.Text.RegularExpressions;
using Omni2.Web.Access;
using Omni2.Web.Chat.Tools;

namespace Omni2.Web.Tests.Chat;

public sealed partial class ModelToolNamesTests
{
    [Fact]
    public void A_name_is_the_servers_and_the_tools_own() =>
        ModelToolNames.Of([Tool("everything", "echo")]).Keys.ShouldBe(["everything_echo"]);

    [Fact]
    public void Names_end_in_the_tools_own_hold_what_vendors_take_and_are_never_the_same()
    {
        string[] odd = ["echo", "get sum", "get.sum", "get_sum", "löschen", new string('x', 63), new string('x', 70), new string('y', 128), "😀", "a/b"];
        string[] servers = ["s", "a-server", new string('z', 63)];
        CatalogueTool[] tools = [.. from server in servers from name in odd select Tool(server, name)];

        var named = ModelToolNames.Of(tools);

        named.Count.ShouldBe(tools.Length);
        named.Values.ShouldBe(tools, ignoreOrder: true);
        named.Keys.ShouldAllBe(name => Taken().IsMatch(name));
        named.Single(entry => entry.Value == Tool("a-server", "get sum")).Key.ShouldEndWith("_get_sum");
    }

    private static CatalogueTool Tool(string server, string name) => new(server, name, "", "{}", AsksFirst: false);

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Taken();
}
