using System.Net.Sockets;
using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile.Fuzzing;

/// <summary>Mutated addresses, headers, cookies and bodies of every call and every page.</summary>
public sealed class RequestFuzzTests(HostileWorld world, ITestOutputHelper output) : FuzzTests(world, output)
{
    private const int Requests = 500;
    private const int AtOnce = 4;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_request_is_answered_and_never_with_an_error_of_ours(int seed)
    {
        await World.App.MonitorAsync(World.Admin, World.Neo);
        var mutator = new Mutator(seed);
        var corpus = await RequestCorpus.OfAsync(World, Marker);
        var inputs = Enumerable.Range(0, Requests).Select(i => (Number: i, Request: corpus.Mutated(mutator))).ToArray();
        var statuses = new int[600];

        await Parallel.ForEachAsync(inputs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (input, _) =>
            Interlocked.Increment(ref statuses[await StatusAsync(input.Request, Told(seed, input.Number, input.Request.Bytes))]));

        var told = string.Join(", ", statuses.Select((count, status) => (count, status)).Where(found => found.count > 0).Select(found => $"{found.count} × {found.status}"));
        await ShouldGoOnAsync($"seed {seed}: {Requests} requests, {told}");
    }

    /// <summary>The status of the answer; 0 for a broken head that got none.</summary>
    private async Task<int> StatusAsync(FuzzedRequest request, string told)
    {
        var answer = await ExchangeAsync(request);
        if (answer.Length == 0)
        {
            request.IsBroken.ShouldBeTrue(told);
            return 0;
        }

        var status = HandshakeHead.Status(answer);
        // 505 says that the version of HTTP is none.
        (status < 500 || (request.IsBroken && status == 505)).ShouldBeTrue($"{told}\n{answer}");
        HostileAnswers.ShouldTellNothing(answer);
        if (status >= 400 && answer.Contains("problem+json", StringComparison.Ordinal))
        {
            answer.ShouldNotContain(Marker, customMessage: told);
        }

        return status;
    }

    private async Task<string> ExchangeAsync(FuzzedRequest request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(World.App.Address.Host, World.App.Address.Port);
        var stream = client.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request.Bytes);
            if (request.IsBroken)
            {
                // It may lack its end.
                client.Client.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // It answered, or not, before it had read everything.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
