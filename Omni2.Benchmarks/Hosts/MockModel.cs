using System.Text;

namespace Omni2.Benchmarks.Hosts;

/// <summary>A model server that answers at once, token by token, in the chat-completions streaming format.</summary>
internal static class MockModel
{
    private const string Head = "\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1795172707,\"model\":\"mock-model\"";

    public static async Task RunAsync(int tokens)
    {
        var builder = BareHost.CreateBuilder();
        await using var app = builder.Build();
        var chunks = Chunks(tokens);
        app.Run(context => AnswerAsync(context, chunks));
        await BareHost.RunAsync(app, new BareHost.NoEvents());
    }

    private static async Task AnswerAsync(HttpContext context, byte[][] chunks)
    {
        var buffer = new byte[4096];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) > 0)
        {
        }

        context.Response.ContentType = "text/event-stream";
        foreach (var chunk in chunks)
        {
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        }
    }

    private static byte[][] Chunks(int tokens) =>
    [
        Data(Delta("{\"role\":\"assistant\",\"content\":\"\"}", "null")),
        .. Enumerable.Range(0, tokens).Select(i => Data(Delta($"{{\"content\":\"word{i} \"}}", "null"))),
        Data(Delta("{}", "\"stop\"")),
        Data($"{{{Head},\"choices\":[],\"usage\":{{\"prompt_tokens\":12,\"completion_tokens\":{tokens},\"total_tokens\":{tokens + 12}}}}}"),
        Data("[DONE]"),
    ];

    private static string Delta(string delta, string finishReason) =>
        $"{{{Head},\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finishReason}}}]}}";

    private static byte[] Data(string json) => Encoding.UTF8.GetBytes($"data: {json}\n\n");
}
