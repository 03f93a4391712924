using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>What tests do with an <see cref="AppProcess"/>, as one of the people that an app in Development makes for itself.</summary>
internal static class AppProcessChat
{
    public const string Neo = "neo@matrix.com";
    public const string Admin = "admin@omni2.local";

    /// <summary>A demo model slow enough to be killed in the middle of "count to 500".</summary>
    public static readonly Dictionary<string, string> SlowDemo = new() { ["Omni2__Llm__DemoWordDelay"] = "00:00:00.02" };

    /// <summary>Like <see cref="SlowDemo"/>, for an app that knows that nobody else uses its database.</summary>
    public static readonly Dictionary<string, string> SlowDemoAlone = new(SlowDemo) { ["Omni2__Database__ExclusivelyOurs"] = "true" };

    public static async Task<string> TokenAsync(this AppProcess app, string email = Neo)
    {
        using var client = new HttpClient { BaseAddress = app.Address };
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { email, password = "omni2-demo" });
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
    }

    public static async Task<ChatConnection> OpenChatAsync(this AppProcess app, string query = "") =>
        await ChatConnection.OpenAsync(new Uri(app.Address, $"/ws/chat{query}"), await app.TokenAsync());

    /// <summary>Asks for a long answer and returns when it has begun.</summary>
    public static async Task<ChatConnection> BeginLongAnswerAsync(this AppProcess app, int countTo = 500)
    {
        var chat = await app.OpenChatAsync();
        await chat.SendAsync(new { type = "message", text = $"count to {countTo}" });
        await chat.ReceiveUntilAsync("token");
        return chat;
    }
}
