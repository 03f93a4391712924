using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>What tests say about the answers of the HTTP API.</summary>
internal static class HttpAnswers
{
    public static Task<HttpResponseMessage> PostJsonAsync(this HttpClient client, string path, string json) =>
        client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    public static Task<HttpResponseMessage> PatchJsonAsync(this HttpClient client, string path, string json) =>
        client.PatchAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    public static Task<HttpResponseMessage> PutJsonAsync(this HttpClient client, string path, string json) =>
        client.PutAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    public static async Task<JsonObject> GetJsonAsync(this HttpClient client, string path) => await (await client.GetAsync(path)).JsonAsync();

    /// <summary>The body of a 200.</summary>
    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/json");
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The body of a refusal as RFC 9457 wants it.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!.AsObject();
        problem["status"]!.GetValue<int>().ShouldBe((int)status);
        return problem;
    }

    /// <summary>A 400 that names the member, for programs and for people.</summary>
    public static async Task ShouldNameAsync(this HttpResponseMessage answer, string member)
    {
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe([member]);
        if (member != "body")
        {
            problem["detail"]!.GetValue<string>().ShouldContain($"'{member}'");
        }
    }

    public static string[] Members(this JsonNode node) => [.. node.AsObject().Select(member => member.Key)];

    public static string Text(this JsonNode node, string member) => node[member]!.GetValue<string>();
}
