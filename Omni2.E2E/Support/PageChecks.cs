using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Omni2.E2E.Support;

/// <summary>What holds for every page in every state.</summary>
internal static partial class PageChecks
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        // An answer's headings are the model's.
        Rules = new Dictionary<string, RuleOptions>(StringComparer.Ordinal) { ["heading-order"] = new() { Enabled = false } },
    };

    /// <summary>What makes the page scroll sideways; empty when it does not.</summary>
    public static async Task<string[]> SidewaysAsync(this IPage page) => await page.EvaluateAsync<string[]>("""
        () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
          .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
          .map(element => `${element.tagName}.${element.className} reaches ${Math.round(element.getBoundingClientRect().right)} of ${innerWidth}`)
        """);

    public static async Task ShouldBeSoundAsync(this IPage page, string state, string within = "body")
    {
        (await page.SidewaysAsync()).ShouldBeEmpty($"{state} scrolls sideways");
        (await page.SharedNamesAsync()).ShouldBeEmpty($"{state} has controls of the same name");
        var axe = await page.Locator(within).RunAxe(Wcag);
        axe.Violations.Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty($"{state} is not accessible");
    }

    /// <summary>Accessible names that two controls share.</summary>
    private static async Task<string[]> SharedNamesAsync(this IPage page)
    {
        var tree = await page.Locator("body").AriaSnapshotAsync();
        return [.. Control().Matches(tree).Select(match => match.Groups["name"].Value).GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key)];
    }

    [GeneratedRegex("""^\s*- '?(?:button|link|textbox|checkbox|combobox|spinbutton|searchbox)(?: "(?<name>[^"]*)")?""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Control();
}
