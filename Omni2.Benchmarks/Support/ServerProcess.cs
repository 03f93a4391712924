using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Omni2.Benchmarks.Hosts;

namespace Omni2.Benchmarks.Support;

/// <summary>A server under test: this program again, as a process of its own, steered through its standard input.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _said = new();

    private ServerProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>User and system time since the start.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <param name="arguments">What this program is to serve.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<ServerProcess> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Omni2.Benchmarks.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(start)!);
        server.Listen();
        server.Address = new Uri(await server.AnswerAsync());
        return server;
    }

    public void Credit(long upTo) => Tell($"credit {upTo}");

    /// <summary>Returns when the last of the events has been produced.</summary>
    public Task<HostStatistics> PaceAsync(int perSecond, int count) => AskAsync($"pace {perSecond} {count}");

    public Task<HostStatistics> StatisticsAsync() => AskAsync("statistics");

    /// <summary>Takes the credit away.</summary>
    public Task<HostStatistics> HaltAsync() => AskAsync("halt");

    /// <summary>After a full, compacting collection.</summary>
    public Task<HostStatistics> CollectAsync() => AskAsync("collect");

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<HostStatistics> AskAsync(string command)
    {
        Tell(command);
        return JsonSerializer.Deserialize<HostStatistics>(await AnswerAsync())!;
    }

    private void Tell(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    private async Task<string> AnswerAsync()
    {
        try
        {
            return await _answers.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        }
        catch (Exception e) when (e is ChannelClosedException or TimeoutException)
        {
            throw new InvalidOperationException($"A server did not answer; it said: {string.Join('\n', _said)}", e);
        }
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _answers.Writer.TryComplete();
        }
        else if (line.StartsWith("= ", StringComparison.Ordinal))
        {
            _answers.Writer.TryWrite(line[2..]);
        }
        else
        {
            _said.Enqueue(line);
        }
    }
}
