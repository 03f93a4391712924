using System.Text.Json;
using System.Text.Json.Nodes;

namespace Omni2.Benchmarks.Support;

/// <summary>The figures as lines, as JSON and as a table in Markdown.</summary>
internal sealed class Report
{
    public const string TableHead = "| scenario | figure | Omni2, median (range) | baseline, median (range) | ratio | target | |\n|---|---|---|---|---|---|---|";

    private readonly List<Metric> _metrics = [];

    public IReadOnlyList<Metric> Metrics => _metrics;

    public void Add(IEnumerable<Metric> metrics)
    {
        foreach (var metric in metrics)
        {
            _metrics.Add(metric);
            Console.WriteLine(Line(metric));
        }
    }

    public string Json() => new JsonArray([.. _metrics.Select(metric => (JsonNode)new JsonObject
    {
        ["scenario"] = metric.Scenario,
        ["metric"] = metric.Name,
        ["unit"] = metric.Unit,
        ["median"] = metric.Median,
        ["values"] = new JsonArray([.. metric.Values.Select(value => (JsonNode)value)]),
        ["baseline"] = metric.BaselineName,
        ["baseline_median"] = metric.BaselineMedian,
        ["baseline_values"] = new JsonArray([.. metric.Baseline.Select(value => (JsonNode)value)]),
        ["ratio"] = metric.Ratio,
        ["target"] = metric.TargetText,
        ["verdict"] = metric.Verdict,
    })]).ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The table's lines below its head.</summary>
    public IEnumerable<string> Rows() => _metrics.Select(metric =>
    {
        var baseline = metric.BaselineMedian is null ? "" : $"{metric.BaselineName}: {Figure(metric.BaselineMedian.Value)} ({Range(metric.Baseline)})";
        return $"| {metric.Scenario} | {metric.Name} | {Figure(metric.Median)} {metric.Unit} ({Range(metric.Values)}) | {baseline} | {Ratio(metric)} | {metric.TargetText} | {metric.Verdict} |";
    });

    public static string Figure(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static string Line(Metric metric)
    {
        var baseline = metric.BaselineMedian is { } median ? $"; {metric.BaselineName} {Figure(median)} ({Range(metric.Baseline)}), ratio {Ratio(metric)}" : "";
        var target = metric.Verdict.Length == 0 ? "" : $"; target {metric.TargetText}: {metric.Verdict}";
        return $"{metric.Scenario}: {metric.Name} {Figure(metric.Median)} {metric.Unit} ({Range(metric.Values)}){baseline}{target}";
    }

    private static string Range(IReadOnlyList<double> values) => values.Count == 0 ? "" : $"{Figure(values.Min())}–{Figure(values.Max())}";

    private static string Ratio(Metric metric) => metric.Ratio is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "";
}
