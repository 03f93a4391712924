namespace Omni2.Web.Flows.Comparison;

/// <summary>The first step in which flows part.</summary>
/// <param name="Number">The step, from 1.</param>
/// <param name="Sentence">What is different, such as "usage_check passed in A, refused (role:user cost_limit_daily) in B".</param>
/// <param name="Places">Each flow's event there; none for a flow that has no such step.</param>
internal sealed record FirstDifference(int Number, string Sentence, IReadOnlyList<(ComparedFlow Flow, FlowEvent? Event)> Places)
{
    private const string Over = "already over";
    private const string NotYet = "not there yet";

    /// <summary>Null for flows that take the same steps.</summary>
    public static FirstDifference? Of(IReadOnlyList<ComparedFlow> flows)
    {
        var steps = flows.Select(flow => FlowStep.Of(flow.Session)).ToArray();
        var longest = steps.Max(of => of.Count);
        for (var i = 0; i < longest; i++)
        {
            var here = steps.Select(of => i < of.Count ? of[i] : null).ToArray();
            if (here.DistinctBy(step => step?.Key, StringComparer.Ordinal).Skip(1).Any())
            {
                return new FirstDifference(here.OfType<FlowStep>().First().Number, Told(flows, here), [.. flows.Zip(here.Select(step => step?.Event))]);
            }
        }

        return null;
    }

    private static string Told(IReadOnlyList<ComparedFlow> flows, FlowStep?[] here)
    {
        var types = here.Select(step => step?.Event.Type).Distinct().ToArray();
        var shared = types.Length == 1 ? types[0]!.Name + " " : "";
        var said = flows.Zip(here)
            .GroupBy(place => Words(place.First, place.Second, shared.Length > 0), place => place.First.Label, StringComparer.Ordinal)
            .Select(same => $"{same.Key} in {string.Join(" and ", same)}");
        return shared + string.Join(", ", said);
    }

    private static string Words(ComparedFlow flow, FlowStep? step, bool typeIsTold) =>
        step is null ? (flow.End is null ? NotYet : Over)
        : typeIsTold ? step.Says
        : $"{step.Event.Type.Name} {step.Says}".TrimEnd();
}
