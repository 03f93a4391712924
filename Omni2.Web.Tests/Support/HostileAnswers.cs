using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>What holds for the answer to any input.</summary>
internal static class HostileAnswers
{
    private static readonly string[] Insides =
        ["Exception", "   at ", "System.", "Microsoft.", "Npgsql", "Host=", "Password=", "42P01:", "22021:", "relation \"", "FROM omni2."];

    /// <summary>No error of ours, nothing of our insides, and a refusal of the API in the shape of RFC 9457.</summary>
    public static async Task<string> ShouldBeDecentAsync(this HttpResponseMessage answer, string input = "")
    {
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBeLessThan(500, $"{input}: {body}");
        ShouldTellNothing(body);
        if ((int)answer.StatusCode >= 400 && answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
        {
            answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", input);
            JsonNode.Parse(body)!["status"]!.GetValue<int>().ShouldBe((int)answer.StatusCode);
        }

        return body;
    }

    public static void ShouldTellNothing(string answer) =>
        Insides.ShouldAllBe(inside => !answer.Contains(inside, StringComparison.Ordinal), answer);
}
