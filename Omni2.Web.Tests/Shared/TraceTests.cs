using System.Net;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

/// <summary>The trace id that somebody is shown with an error is the one by which an administrator finds it in the log.</summary>
public sealed class TraceTests(SharedApp shared) : IDisposable
{
    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("omni2-logs-");

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task An_error_of_a_page_a_fragment_or_a_call_is_found_in_the_log(string format)
    {
        await using var app = await StartAsync(format);
        using var client = app.ClientFor(await app.CreateUserAsync("admin"));
        using var browser = await app.SignInAsync(await app.CreateUserAsync("admin"));
        await client.GetJsonAsync("/api/v1/activities/conversations");
        await app.ExecuteAsync("ALTER TABLE omni2.conversations RENAME TO taken_away");

        var call = (await (await client.GetAsync("/api/v1/activities/conversations")).ProblemAsync(HttpStatusCode.InternalServerError)).Text("trace_id");
        var page = await ShownTraceAsync(browser, fragment: false);
        var fragment = await ShownTraceAsync(browser, fragment: true);

        string[] traces = [call, page, fragment];
        traces.Distinct().Count().ShouldBe(3);
        traces.ShouldAllBe(trace => trace.Length == 32);
        var errors = await ReadAsync(lines => traces.All(trace => Errors(lines, format).Any(line => line.Contains(trace, StringComparison.Ordinal))));
        traces.ShouldAllBe(trace => Errors(errors, format).Any(line => line.Contains(trace, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_event_of_a_request_carries_its_trace_as_JSON_one_per_line()
    {
        await using var app = await StartAsync("json");
        using var client = app.ClientFor(null);
        (await client.GetAsync("/no/such/page")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var lines = await ReadAsync(lines => lines.Any(IsOfRequest));

        var logged = JsonNode.Parse(lines.First(IsOfRequest))!;
        logged.Text("TraceId").Length.ShouldBe(32);
        logged.Text("RenderedMessage").ShouldContain("answered 404");
        lines.ShouldAllBe(line => JsonNode.Parse(line)!["Timestamp"] != null);
    }

    public void Dispose() => _logs.Delete(recursive: true);

    private static bool IsOfRequest(string line) => line.Contains("no endpoint", StringComparison.Ordinal);

    private static IEnumerable<string> Errors(IEnumerable<string> lines, string format) =>
        lines.Where(line => line.Contains(format == "json" ? "\"Level\":\"Error\"" : " ERR ", StringComparison.Ordinal));

    private static async Task<string> ShownTraceAsync(BrowserLikeClient browser, bool fragment)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/analytics/conversations");
        if (fragment)
        {
            request.Headers.Add("HX-Request", "true");
        }

        using var answer = await browser.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        return (await BrowserLikeClient.ParseAsync(answer)).QuerySelector(".trace code")!.TextContent;
    }

    private async Task<Omni2App> StartAsync(string format) => Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string>
    {
        ["Omni2:Log:Format"] = format,
        ["Omni2:Log:File"] = Path.Combine(_logs.FullName, "omni2-.log"),
        ["Serilog:MinimumLevel:Override:Omni2"] = "Debug",
        ["Logging:LogLevel:Omni2"] = "Debug",
    });

    // The request's last line is written after its answer was sent.
    private Task<string[]> ReadAsync(Func<string[], bool> isThere) => Until.ReadAsync(
        async () =>
        {
            var file = _logs.GetFiles("omni2-*.log").SingleOrDefault();
            if (file is null)
            {
                return [];
            }

            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        },
        isThere);
}
