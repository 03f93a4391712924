using System.Net;
using System.Text.Json.Nodes;
using CsvHelper;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations.Export;

public sealed class ExportTests(SharedApp shared)
{
    private const string Flows = "/api/v1/activities/flows/export";
    private const string Conversations = "/api/v1/activities/conversations/export";

    [Fact]
    public async Task Json_and_json_lines_hold_what_the_database_holds()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var client = await ClientAsync("auditor");

        var file = await client.GetAsync($"{Flows}?format=json&user={past.Person.Email}");
        var items = PastWorld.Objects((await file.JsonAsync())["flows"]);
        var lines = (await (await client.GetAsync($"{Flows}?format=jsonl&user={past.Person.Email}")).Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');

        file.Content.Headers.ContentDisposition!.FileName!.ShouldMatch("^omni2-flows-[0-9]{8}T[0-9]{6}Z.json$");
        items.Length.ShouldBe(2);
        lines.Select(line => JsonNode.Parse(line)!.ToJsonString()).ShouldBe(items.Select(item => item.ToJsonString()));
        items.ShouldAllBe(item => item.Text("user_email") == past.Person.Email);
        (items[0]["conversation"], items[1]["conversation"]!.Text("conversation_id")).ShouldBe((null, $"{past.Conversation}"));
        var messages = items.Reverse().SelectMany(item => PastWorld.Objects(item["messages"])).Select(message => (message.Text("role"), message.Text("text")));
        messages.ShouldBe(await shared.App.MessagesOfAsync(past.Person));
        var flows = items.Reverse().SelectMany(item => PastWorld.Objects(item["flows"]));
        flows.Select(flow => flow["flow_data"]!.ToJsonString()).ShouldBe((await shared.App.FlowsOfAsync(past.Person)).Select(flow => flow.FlowData.ToJsonString()));
        PastWorld.Objects(items[1]["tool_calls"]).ShouldHaveSingleItem().Text("result").ShouldContain("spent_usd");
    }

    [Fact]
    public async Task Csv_has_a_row_per_session_and_no_formula()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var client = await ClientAsync("auditor");

        var file = await client.GetAsync($"{Flows}?format=csv&user={past.Person.Email}");
        var rows = Rows(await file.Content.ReadAsByteArrayAsync());

        file.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        rows.Select(row => row["session_id"]).ShouldBe([$"{past.Request}", $"{past.First}", $"{past.Second}"]);
        rows.Select(row => row["source"]).ShouldBe(["sse", "chat", "chat"]);
        rows.Select(row => row["question"]).ShouldBe([$"'{PastWorld.RequestQuestion}", PastWorld.Question, PastWorld.ToolQuestion]);
        (rows[0]["conversation_id"], rows[2]["conversation_id"], rows[2]["tools"], rows[2]["tool_calls"]).ShouldBe(("", $"{past.Conversation}", "omni2.my_usage", "1"));
        var flows = await shared.App.FlowsOfAsync(past.Person);
        rows[2]["tokens_output"].ShouldBe(flows.Single(flow => flow.SessionId == past.Second).Data("llm_complete")["tokens_output"]!.ToJsonString());
        rows[2]["events"].ShouldBe($"{flows.Single(flow => flow.SessionId == past.Second).Events.Count}");
    }

    [Theory]
    [InlineData(Flows, "json")]
    [InlineData(Flows, "jsonl")]
    [InlineData(Flows, "csv")]
    [InlineData(Conversations, "json")]
    [InlineData(Conversations, "csv")]
    public async Task Who_may_not_read_content_gets_no_words(string path, string format)
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var auditor = await ClientAsync("auditor");
        using var client = await ClientAsync("operator");

        (await auditor.GetStringAsync($"{path}?format={format}&user={past.Person.Email}")).ShouldContain("owls");
        var text = await client.GetStringAsync($"{path}?format={format}&user={past.Person.Email}");

        text.ShouldContain($"{past.First}");
        text.ShouldNotContain("owls");
        text.ShouldNotContain("HYPERLINK");
        text.ShouldNotContain("spent_usd");
    }

    [Fact]
    public async Task Conversations_are_exported_as_they_are_found()
    {
        var (past, other) = (await PastWorld.MakeAsync(shared.App), await PastWorld.MakeAsync(shared.App));
        using var client = await ClientAsync("operator");

        var found = PastWorld.Objects((await client.GetJsonAsync($"{Conversations}?format=json&user_id={past.Person.Id},{other.Person.Id}&tool=my_usage"))["conversations"]);

        found.Select(item => item["conversation"]!.Text("conversation_id")).ShouldBe([$"{other.Conversation}", $"{past.Conversation}"]);
        (await client.GetJsonAsync($"{Conversations}?format=json&user=nobody-is-called-this"))["conversations"]!.AsArray().ShouldBeEmpty();
        (await client.GetStringAsync($"{Conversations}?format=csv&user=nobody-is-called-this")).ShouldStartWith("session_id,conversation_id,");
    }

    [Fact]
    public async Task More_than_one_page_is_exported_whole_and_in_order()
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync(
            """
            INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message)
            SELECT gen_random_uuid(), $1, now() - (n / 2) * interval '1 minute', now(), 1, 0, 0, '{}', '{}', 0, 0, 'completed', 'first' FROM generate_series(1, 130) AS n
            """, neo.Id);
        using var client = await ClientAsync("operator");

        foreach (var path in new[] { Flows, Conversations })
        {
            var lines = (await client.GetStringAsync($"{path}?format=jsonl&user_id={neo.Id}")).TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!["conversation"]!).ToArray();
            lines.Select(line => line.Text("conversation_id")).ToHashSet().Count.ShouldBe(130);
            lines.Select(line => line["started_at"]!.GetValue<DateTimeOffset>()).ShouldBeInOrder(SortDirection.Descending);
        }
    }

    [Fact]
    public async Task Each_export_is_in_the_audit_log()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        var auditor = await shared.App.CreateUserAsync("auditor");
        using var client = shared.App.ClientFor(auditor);

        await client.GetStringAsync($"{Flows}?format=csv&user={past.Person.Email}&status=completed");

        var after = JsonNode.Parse((await shared.App.ScalarAsync<string>("SELECT after::text FROM omni2.audit_log WHERE actor_id = $1 AND action = 'export.flows'", auditor.Id))!)!;
        (after.Text("format"), after.Text("user"), after.Text("status")).ShouldBe(("csv", past.Person.Email, "completed"));
    }

    [Theory]
    [InlineData(Flows)]
    [InlineData(Conversations)]
    public async Task It_needs_the_right_analytics_and_a_format(string path)
    {
        using var user = await ClientAsync("user");
        using var analyst = await ClientAsync("operator");
        using var nobody = shared.App.ClientFor(null);

        (await user.GetAsync($"{path}?format=csv")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await nobody.GetAsync($"{path}?format=csv")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await (await analyst.GetAsync(path)).ShouldNameAsync("format");
        await (await analyst.GetAsync($"{path}?format=xml")).ShouldNameAsync("format");
        await (await analyst.GetAsync($"{path}?format=csv&user_id=x")).ShouldNameAsync("user_id");
    }

    private async Task<HttpClient> ClientAsync(string role) => shared.App.ClientFor(await shared.App.CreateUserAsync(role));

    private static List<Dictionary<string, string>> Rows(byte[] file)
    {
        using var csv = CsvReader.Create(file);
        var names = csv.Headers.ToArray();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(names.ToDictionary(name => name.ToString()!, name => csv.GetString(name.ToString()!)));
        }

        return rows;
    }
}
