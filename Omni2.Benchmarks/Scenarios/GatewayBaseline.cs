using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Npgsql;
using Omni2.Benchmarks.Hosts;
using Omni2.Web.Assistant;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>
/// The baselines of chat: a socket in, the model's tokens out through the same client of the model, and what a message
/// stores written at its end in one batch, or event by event through EF. Nobody is checked and nobody watches.
/// </summary>
internal sealed class GatewayBaseline(IChatClient model, ITurnStorage storage)
{
    private const string Question = "Tell me about fan-out over WebSockets, please.";

    public static async Task RunAsync(string model, string connection, string kind)
    {
        var builder = BareHost.CreateBuilder();
        await using var app = builder.Build();
        // As the app connects; hundreds at once may wait long for a connection.
        connection += ";Max Auto Prepare=40;Auto Prepare Min Usages=3;No Reset On Close=true;Timeout=300";
        await using var source = NpgsqlDataSource.Create(connection);
        using var client = new OpenAIChatClient(new AssistantOptions { BaseUrl = new Uri(new Uri(model), "/v1").ToString(), Model = "mock-model" });
        ITurnStorage storage = kind == "ef" ? new EfPerEvent(connection) : new BatchPerMessage(source);
        var gateway = new GatewayBaseline(client, storage);
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
        var answer = new StringBuilder();
        ChatMessage[] prompt = [new(ChatRole.System, ConversationWindow.SystemPrompt), new(ChatRole.User, Question)];
        await foreach (var update in model.GetStreamingResponseAsync(prompt, new() { MaxOutputTokens = 4096 }))
        {
            if (update.Text is { Length: > 0 } token)
            {
                answer.Append(token);
                await SendAsync(socket, new { type = "token", text = token });
            }
        }

        await storage.StoreAsync(turn, answer.ToString());
        await SendAsync(socket, new { type = "done", result = new { session_id = turn.Session, answer = answer.ToString() } });
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
