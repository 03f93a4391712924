using Omni2.Web.Flows;
using Omni2.Web.Flows.Comparison;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows.Comparison;

public sealed class FirstDifferenceTests
{
    private static FlowScript Talk => FlowScript.Begin().Checks().Thinks();

    [Fact]
    public void Flows_that_take_the_same_steps_do_not_differ_whatever_they_took()
    {
        var quick = Talk.Calls("server_time").Results("server_time").Thinks().Answers(tokensOut: 5);
        var slow = Talk.Wait(TimeSpan.FromSeconds(9)).Calls("server_time", "x").Results("server_time", callId: "x").Thinks().Answers(tokensOut: 99, cost: 0.5m);

        Between(quick, slow).ShouldBeNull();
    }

    [Fact]
    public void A_check_that_refuses_one_of_them_is_told_with_its_rule()
    {
        var refused = FlowScript.Begin().Passed(FlowEventType.AuthCheck, FlowEventType.BlockCheck).Refused(FlowEventType.UsageCheck, "role:user cost_limit_daily");

        var difference = Between(Talk.Answers(), refused).ShouldNotBeNull();

        difference.Number.ShouldBe(3);
        difference.Sentence.ShouldBe("usage_check passed in A, refused (role:user cost_limit_daily) in B");
        difference.Places.ShouldAllBe(place => place.Event!.Type == FlowEventType.UsageCheck);
    }

    [Fact]
    public void Steps_of_different_types_are_told_with_their_types_and_equal_flows_together()
    {
        var difference = Between(Talk.Answers(), Talk.Calls("server_time").Results("server_time").Thinks().Answers(), Talk.Answers()).ShouldNotBeNull();

        difference.Number.ShouldBe(7);
        difference.Sentence.ShouldBe("llm_complete completed demo in A and C, tool_call omni2 / server_time in B");
    }

    [Theory]
    [InlineData("other", "ok", "demo", 7)]
    [InlineData("server_time", "error", "demo", 8)]
    [InlineData("server_time", "ok", "better", 10)]
    public void Tool_status_and_model_are_differences(string tool, string status, string model, int step)
    {
        var one = Talk.Calls("server_time").Results("server_time").Thinks().Answers();
        var other = Talk.Calls(tool).Results(tool, status).Thinks().Answers(model);

        Between(one, other).ShouldNotBeNull().Number.ShouldBe(step);
    }

    [Fact]
    public void Which_of_the_tools_called_at_once_ends_first_is_no_difference()
    {
        var one = Talk.Calls("a", "1").Calls("b", "2").Results("a", callId: "1").Results("b", callId: "2").Thinks().Answers();
        var other = Talk.Calls("a", "1").Results("a", callId: "1").Calls("b", "2").Results("b", callId: "2").Thinks().Answers();
        var swapped = Talk.Calls("b", "1").Calls("a", "2").Results("b", callId: "1").Results("a", callId: "2").Thinks().Answers();

        Between(one, other, swapped).ShouldBeNull();
        Between(one, Talk.Calls("a").Results("a").Thinks().Answers()).ShouldNotBeNull();
    }

    [Fact]
    public void A_flow_that_is_over_and_one_that_still_runs_are_told_apart()
    {
        var difference = Between(Talk, FlowScript.Begin().Checks(), Talk.Answers()).ShouldNotBeNull();

        difference.Sentence.ShouldBe("llm_thinking demo in A and C, not there yet in B");
        difference.Places[1].Event.ShouldBeNull();
    }

    [Fact]
    public void Flows_without_events_do_not_differ() => Between(FlowScript.Begin(), FlowScript.Begin()).ShouldBeNull();

    private static FirstDifference? Between(params FlowScript[] flows) =>
        FirstDifference.Of([.. flows.Select((flow, index) => new ComparedFlow(ComparedFlow.LabelOf(index), "somebody@tests.example", flow.Session))]);
}
