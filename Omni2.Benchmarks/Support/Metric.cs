namespace Omni2.Benchmarks.Support;

/// <summary>What a figure should be.</summary>
internal sealed record Target(string Text, Func<Metric, bool> Holds)
{
    public static Target RatioAtLeast(double least) => new($"≥ {least.ToString(CultureInfo.InvariantCulture)} ×", metric => metric.Ratio >= least);

    public static Target RatioAtMost(double most) => new($"≤ {most.ToString(CultureInfo.InvariantCulture)} ×", metric => metric.Ratio <= most);

    public static Target AtMost(double most) => new($"≤ {most.ToString(CultureInfo.InvariantCulture)}", metric => metric.Median <= most);

    public static Target Exactly(double value) => new($"= {value.ToString(CultureInfo.InvariantCulture)}", metric => metric.Values.All(measured => Math.Abs(measured - value) < 1e-9));
}

/// <summary>One figure of a scenario, as measured in each round, beside the baseline's of the same rounds.</summary>
internal sealed class Metric(string scenario, string name, string unit, Target? target, string? baselineName = null)
{
    private readonly List<double> _values = [];
    private readonly List<double> _baseline = [];

    public string Scenario => scenario;

    public string Name => name;

    public string Unit => unit;

    public string? BaselineName => baselineName;

    public string TargetText => target?.Text ?? "";

    public IReadOnlyList<double> Values => _values;

    public IReadOnlyList<double> Baseline => _baseline;

    public double Median => MedianOf(_values);

    public double? BaselineMedian => _baseline.Count == 0 ? null : MedianOf(_baseline);

    public double? Ratio => BaselineMedian is { } baseline and not 0 ? Median / baseline : null;

    public string Verdict => target is null ? "" : target.Holds(this) ? "ok" : "short";

    public void Add(double value) => _values.Add(value);

    public void AddBaseline(double value) => _baseline.Add(value);

    private static double MedianOf(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
