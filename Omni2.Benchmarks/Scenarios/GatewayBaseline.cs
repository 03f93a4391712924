using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Npgsql;
using Omni2.Benchmarks.Hosts;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>
/// The baselines of chat: a socket in, the model's tokens out, and what a message stores written at its end in one batch,
/// or event by event through EF. Nobody is checked and nobody watches.
/// </summary>
internal sealed class GatewayBaseline(Uri model, ITurnStorage storage)
{
    private static readonly byte[] Request = "{\"messages\":[{\"role\":\"user\",\"content\":\"Tell me about fan-out over WebSockets, please.\"}],\"model\":\"mock-model\",\"stream\":true,\"max_tokens\":4096}"u8.ToArray();

    private readonly HttpClient _http = new(new SocketsHttpHandler());

    public static async Task RunAsync(string model, string connection, string kind)
    {
        var builder = BareHost.CreateBuilder();
        await using var app = builder.Build();
        await using var source = NpgsqlDataSource.Create(connection);
        ITurnStorage storage = kind == "ef" ? new EfPerEvent(connection) : new BatchPerMessage(source);
        var gateway = new GatewayBaseline(new Uri(model), storage);
        app.UseWebSockets();
        app.Run(gateway.ChatAsync);
        await BareHost.RunAsync(app, new BareHost.NoEvents());
    }

    private async Task ChatAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var conversation = Guid.NewGuid();
        var user = JwtSubject(context);
        var buffer = new byte[4096];
        try
        {
            for (var i = 0; (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)).MessageType != WebSocketMessageType.Close; i++)
            {
                await AnswerAsync(socket, new Turn(Guid.CreateVersion7(), conversation, user, i == 0));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client has gone.
        }
    }

    private async Task AnswerAsync(WebSocket socket, Turn turn)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(model, "/v1/chat/completions")) { Content = new ByteArrayContent(Request) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var answer = new StringBuilder();
        while (await lines.ReadLineAsync() is { } line)
        {
            if (Token(line) is { Length: > 0 } token)
            {
                answer.Append(token);
                await SendAsync(socket, new { type = "token", text = token });
            }
        }

        await storage.StoreAsync(turn, answer.ToString());
        await SendAsync(socket, new { type = "done", result = new { session_id = turn.Session, answer = answer.ToString() } });
    }

    private static string? Token(string line)
    {
        if (!line.StartsWith("data: {", StringComparison.Ordinal))
        {
            return null;
        }

        using var chunk = JsonDocument.Parse(line.AsMemory(6));
        var choices = chunk.RootElement.GetProperty("choices");
        return choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : null;
    }

    private static ValueTask SendAsync<T>(WebSocket socket, T frame) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    // Believed as it is: the baseline checks nothing.
    private static int JwtSubject(HttpContext context)
    {
        var payload = context.Request.Headers.Authorization.ToString().Split('.')[1];
        using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload));
        return int.Parse(claims.RootElement.GetProperty("sub").GetString()!, CultureInfo.InvariantCulture);
    }
}

/// <summary>One message to store.</summary>
internal sealed record Turn(Guid Session, Guid Conversation, int User, bool IsFirst);

/// <summary>A way to store what a message leaves: its flow, seven events, two texts, the conversation's row and the usage.</summary>
internal interface ITurnStorage
{
    Task StoreAsync(Turn turn, string answer);
}
