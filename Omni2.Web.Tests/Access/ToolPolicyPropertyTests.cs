using System.Text.Json;
using Omni2.Web.Access;
using Omni2.Web.Access.Roles;
using Omni2.Web.Identity;

namespace Omni2.Web.Tests.Access;

/// <summary>Over many roles, servers and tools, with seeds so that a failure comes again.</summary>
public sealed class ToolPolicyPropertyTests
{
    private static readonly string[] Servers = ["everything", "omni2", "reports", "a", "*odd*"];
    private static readonly string[] Tools = ["echo", "add", "get-env", "get-sum", "getter", "ECHO", "*", "?", "a*b", "a\\b", "\"x\"", "<", "ünï", "\U0001F989", "x y", ".", "get-"];
    private static readonly string[] Patterns = [.. Tools, "*", "get-*", "?dd", "*-*", "e*o", "a\\*b", "\\", "**", ""];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Listed_means_callable_and_nothing_else_is(int seed)
    {
        var random = new Random(seed);
        var role = RandomRole(random);
        var catalogue = Catalogue(random);
        var policy = ToolPolicyJson.Of(role.McpAccess, role.ToolRestrictions);

        var listed = ToolChoices.Permitted(policy, catalogue);

        catalogue.Where(tool => policy.Tool(tool.Server, tool.Name).Allowed).ShouldBe(listed);
        ToolChoices.Of(policy, catalogue).Where(choice => choice.Decision.Allowed).Select(choice => choice.Tool).ShouldBe(listed);
        listed.ShouldAllBe(tool => policy.Server(tool.Server).Allowed);
        catalogue.Select(tool => policy.Tool(tool.Server, tool.Name)).ShouldAllBe(decision => decision.Allowed == (decision.Reason.Length == 0) && decision.Rule.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_granted_means_nothing_allowed(int seed)
    {
        var random = new Random(seed);

        ToolChoices.Permitted(ToolPolicyJson.Of([], RandomRole(random).ToolRestrictions), Catalogue(random)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_role_that_is_written_and_read_again_decides_the_same(int seed)
    {
        var random = new Random(seed);
        var role = RandomRole(random);
        var catalogue = Catalogue(random);
        var again = JsonSerializer.Serialize(JsonElement.Parse(role.ToolRestrictions));

        ToolChoices.Of(ToolPolicyJson.Of(role.McpAccess, again), catalogue).ShouldBe(ToolChoices.Of(ToolPolicyJson.Of(role.McpAccess, role.ToolRestrictions), catalogue));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_switch_changes_this_tool_and_no_other(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 50; i++)
        {
            var role = RandomRole(random);
            var (server, tool, permit) = (Pick(random, Servers), Pick(random, Tools), random.Next(2) == 0);
            var before = Decisions(role);

            var done = ToolSwitch.Tool(role, server, tool, permit);

            var after = Decisions(role);
            after[(server, tool)].ShouldBe(done ? permit : before[(server, tool)]);
            after.Where(decision => decision.Key != (server, tool)).ShouldAllBe(decision => decision.Value == before[decision.Key]);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_switch_of_a_server_changes_all_of_it_and_no_other(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 50; i++)
        {
            var role = RandomRole(random);
            var (server, permit) = (Pick(random, Servers), random.Next(2) == 0);
            var before = Decisions(role);

            ToolSwitch.Server(role, server, permit);

            Decisions(role).ShouldAllBe(decision => decision.Value == (decision.Key.Server == server ? permit : before[decision.Key]));
        }
    }

    private static Dictionary<(string Server, string Tool), bool> Decisions(Role role)
    {
        var policy = ToolPolicyJson.Of(role.McpAccess, role.ToolRestrictions);
        return Servers.SelectMany(server => Tools.Select(tool => (server, tool))).ToDictionary(pair => pair, pair => policy.Tool(pair.server, pair.tool).Allowed);
    }

    private static CatalogueTool[] Catalogue(Random random) =>
        [.. Servers.SelectMany(server => Tools.Where(_ => random.Next(2) == 0).Select(tool => FakeToolCatalogue.Tool(server, tool)))];

    private static Role RandomRole(Random random) => new()
    {
        Name = "role",
        McpAccess = [.. Servers.Append("*").Where(_ => random.Next(3) == 0)],
        ToolRestrictions = JsonSerializer.Serialize(Servers.Where(_ => random.Next(2) == 0).ToDictionary(server => server, _ => RandomRestriction(random))),
    };

    private static object RandomRestriction(Random random)
    {
        string[] names = [.. Patterns.Where(pattern => pattern.Length > 0 && random.Next(6) == 0)];
        return random.Next(6) switch
        {
            0 => names,
            1 => new { mode = "all" },
            2 => new { mode = "none", tools = names },
            3 => new { mode = "deny", tools = names },
            4 => new { mode = "deny", resources = names },
            _ => new { mode = "allow", tools = names, prompts = names },
        };
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
