using Omni2.Web.Flows;
using Omni2.Web.Flows.Comparison;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows.Comparison;

public sealed class ComparedRowsTests
{
    [Fact]
    public void Amounts_are_told_with_their_distance_from_the_first_flow()
    {
        var rows = Rows(
            FlowScript.Begin().Checks().Thinks().Answers(tokensOut: 5, cost: 0.25m),
            FlowScript.Begin().Checks().Thinks().Wait(TimeSpan.FromMilliseconds(90)).Answers(tokensOut: 1205, cost: 0.2m));

        Row(rows, "Duration").ShouldBe(["7 ms", "97 ms +90 ms"]);
        Row(rows, "Tokens out").ShouldBe(["5", "1,205 +1,200"]);
        Row(rows, "Tokens in").ShouldBe(["10", "10"]);
        Row(rows, "Cost").ShouldBe(["$0.25", "$0.20 −$0.05"]);
        rows.Where(row => row.Differs).Select(row => row.Name).ShouldBe(["Duration", "Tokens out", "Cost"]);
    }

    [Fact]
    public void What_a_refused_flow_never_reached_is_said()
    {
        var rows = Rows(
            FlowScript.Begin().Checks().Thinks().Answers(),
            FlowScript.Begin().Passed(FlowEventType.AuthCheck).Refused(FlowEventType.BlockCheck, "user_block"));

        Row(rows, "Status").ShouldBe(["completed", "refused"]);
        Row(rows, "block_check").ShouldBe(["passed", "refused (user_block)"]);
        Row(rows, "usage_check").ShouldBe(["passed", "not reached"]);
        Row(rows, "Tokens out").ShouldBe(["5", "–"]);
        Row(rows, "Model").ShouldBe(["demo", "–"]);
    }

    [Fact]
    public void Every_tool_that_any_of_them_called_has_a_row()
    {
        var rows = Rows(
            FlowScript.Begin().Checks().Thinks().Calls("b").Results("b").Calls("b").Results("b", "error").Calls("a"),
            FlowScript.Begin(source: "sse").Checks().Thinks().Answers());

        rows.Where(row => row.Kind == "tool").Select(row => row.Name).ShouldBe(["omni2 / a", "omni2 / b"]);
        Row(rows, "omni2 / a").ShouldBe(["1 without a result", "not called"]);
        Row(rows, "omni2 / b").ShouldBe(["1 ok, 1 error", "not called"]);
        Row(rows, "Source").ShouldBe(["chat", "sse"]);
    }

    private static IReadOnlyList<ComparedRow> Rows(params FlowScript[] flows) =>
        ComparedRows.Of([.. flows.Select((flow, index) => new ComparedFlow(ComparedFlow.LabelOf(index), "somebody@tests.example", flow.Session))]);

    private static string[] Row(IReadOnlyList<ComparedRow> rows, string name) =>
        [.. rows.Single(row => row.Name == name).Cells.Select(cell => $"{cell.Text} {cell.Change}".TrimEnd())];
}
