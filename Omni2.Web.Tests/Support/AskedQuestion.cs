using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>A question over <c>POST /ask/stream</c>, and its events as a client reads them.</summary>
internal sealed class AskedQuestion(HttpResponseMessage answer) : IDisposable
{
    private IAsyncEnumerator<SseItem<string>>? _events;

    public HttpResponseMessage Answer { get; } = answer;

    public static async Task<AskedQuestion> AskAsync(HttpClient client, string message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/ask/stream") { Content = JsonContent.Create(new { message }) };
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new AskedQuestion(answer);
    }

    /// <summary>The next event's name and data; null at the end of the stream.</summary>
    public async Task<(string Type, JsonObject Data)?> NextAsync()
    {
        _events ??= SseParser.Create(await Answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
        return await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))
            ? (_events.Current.EventType, JsonNode.Parse(_events.Current.Data)!.AsObject())
            : null;
    }

    public async Task<IReadOnlyList<(string Type, JsonObject Data)>> RestAsync()
    {
        var events = new List<(string, JsonObject)>();
        while (await NextAsync() is { } next)
        {
            events.Add(next);
        }

        return events;
    }

    public void Dispose() => Answer.Dispose();
}
