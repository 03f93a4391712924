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
        traces.ShouldAllBe(trace => trace.Length == 32);
        traces.Distinct().Count().ShouldBe(3);
        await Until.TrueAsync(() => traces.All(Logged(format).Contains));
    }

    public void Dispose() => _logs.Delete(recursive: true);

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
    });

    // Of the errors in the file, one event per line (the text of an exception follows on lines of its own).
    private string[] Logged(string format) => _logs.GetFiles("omni2-*.log").SelectMany(Lines)
        .Select(line => format == "json" ? JsonTrace(line) : TextTrace(line)).OfType<string>().ToArray();

    private static string? JsonTrace(string line) => JsonNode.Parse(line) is { } logged && logged.Text("Level") == "Error" ? logged.Text("TraceId") : null;

    private static string? TextTrace(string line) =>
        line.Contains(" ERR ", StringComparison.Ordinal) && line.LastIndexOf("[trace ", StringComparison.Ordinal) is >= 0 and var start ? line[(start + "[trace ".Length)..].TrimEnd(']', '\r') : null;

    private static string[] Lines(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
