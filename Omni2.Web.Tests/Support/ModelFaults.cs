using System.Text;

namespace Omni2.Web.Tests.Support;

/// <summary>What a model server may do to its client, in the dialect that it is asked in.</summary>
internal static class ModelFaults
{
    public const string Detail = "provider detail that nobody may see";

    private const int Piece = 64 * 1024;
    private const int MostPieces = 1024;

    /// <summary>The ways to say nothing, by name; each begins with the request and ends with the connection.</summary>
    public static readonly Dictionary<string, Func<ModelExchange, Task>> Silent = new(StringComparer.Ordinal)
    {
        ["does not answer at all"] = exchange => exchange.ClientGone,
        ["is silent after its headers"] = async exchange =>
        {
            await exchange.StartAsync();
            await exchange.ClientGone;
        },
        ["only says that it is there"] = async exchange =>
        {
            await exchange.StartAsync();
            while (!exchange.Gone.IsCancellationRequested)
            {
                await exchange.RawAsync(exchange.Dialect.KeepAlive);
                await Task.Delay(50, exchange.Gone);
            }
        },
    };

    /// <summary>The ways to break off and to answer what is no answer.</summary>
    public static readonly Dictionary<string, Func<ModelExchange, Task>> Broken = new(StringComparer.Ordinal)
    {
        ["closes in the middle of a line"] = exchange => CutAsync(exchange, "so far", "\"so", reset: false),
        ["resets in the middle of a line"] = exchange => CutAsync(exchange, "so far", "\"so", reset: true),
        ["closes in the middle of a character"] = exchange => CutAsync(exchange, "wörld", "\"w\u00c3", reset: false),
        ["resets in the middle of a character"] = exchange => CutAsync(exchange, "wörld", "\"w\u00c3", reset: true),
        ["answers a page"] = exchange => exchange.StatusAsync(200, $"<html>{Detail}</html>"),
        ["answers bytes that are no text"] = async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync(Enumerable.Range(0, 4096).Select(i => (byte)(i * 7)).ToArray());
            await exchange.EndAsync();
        },
        ["answers events that are no JSON"] = async exchange =>
        {
            await exchange.StartAsync();
            await exchange.DataAsync($"{{\"{Detail}");
            await exchange.EndAsync();
        },
        ["sends a line without an end"] = async exchange =>
        {
            await exchange.StartAsync();
            await exchange.RawAsync("data: ");
            await FloodAsync(exchange, Encoding.ASCII.GetBytes(new string('x', Piece)));
        },
    };

    /// <summary>Tokens without an end, of which the client has to take only as many as it asked for; how many bytes it let come.</summary>
    public static async Task<long> TokensWithoutEndAsync(ModelExchange exchange)
    {
        await exchange.StartAsync();
        await exchange.TextAsync("owls ");
        return await FloodAsync(exchange, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(exchange.Dialect.Text("\"owls \""), 400))));
    }

    /// <summary>Until the client has gone; far more than a connection holds.</summary>
    private static async Task<long> FloodAsync(ModelExchange exchange, byte[] piece)
    {
        var sent = 0L;
        try
        {
            for (var i = 0; i < MostPieces; i++)
            {
                await exchange.RawAsync(piece);
                sent += piece.Length;
            }

            return sent;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return sent;
        }
    }

    // The event is cut behind these bytes, each character standing for one of them.
    private static async Task CutAsync(ModelExchange exchange, string text, string behind, bool reset)
    {
        await exchange.StartAsync();
        await exchange.TextAsync("Owls ");
        var bytes = Encoding.UTF8.GetBytes(exchange.Dialect.Text(ModelDialect.Json(text)));
        var mark = Encoding.Latin1.GetBytes(behind);
        await exchange.RawAsync(bytes.AsMemory(0, bytes.AsSpan().IndexOf(mark) + mark.Length));
        if (reset)
        {
            exchange.Break();
        }
    }
}
