using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Omni2.Web.Mcp.Connections;

/// <summary>
/// A server that is a child process. It is started here and not by the protocol's library, which would read messages of any
/// length and write what the program says on its error output, secrets perhaps among it, into our log.
/// </summary>
internal sealed class StdioLink(ServerSetup setup, McpOptions options, TimeProvider time) : IServerLink
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ExitFollowsEnd = TimeSpan.FromMilliseconds(500);

    private Process? _process;
    private int? _exitCode;

    public IClientTransport Open()
    {
        var start = new ProcessStartInfo(setup.Command!, setup.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in ChildEnvironment.Of(setup.Environment))
        {
            start.Environment[name] = value;
        }

        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ServerUnavailableException(Refusal(e.NativeErrorCode), e);
        }

        ChildOutput.Forget(_process.StandardError.BaseStream);
        return new StreamClientTransport(
            _process.StandardInput.BaseStream,
            new BoundedStream(ChildOutput.Read(_process.StandardOutput.BaseStream), MessageEnd.Line, options.MaxResponseBytes),
            NullLoggerFactory.Instance);
    }

    public async Task<string?> WhyEndedAsync()
    {
        // Its output ends a moment before it does.
        if (_exitCode is null && _process is not null)
        {
            await HasEndedAsync(ExitFollowsEnd);
        }

        return _exitCode is { } code ? $"The program ended (exit code {code})." : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        // The end of its input is how a server is told to end.
        try
        {
            await _process.StandardInput.DisposeAsync();
        }
        catch (IOException)
        {
            // It no longer reads.
        }

        if (!await HasEndedAsync(Grace))
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task<bool> HasEndedAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
            _exitCode = _process.ExitCode;
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // Still there, or no longer watched.
            return false;
        }
    }

    // With the programs that it started: a launcher such as npx is not the server itself.
    private void Kill()
    {
        try
        {
            _process!.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile.
        }
    }

    private static string Refusal(int error) => error switch
    {
        2 => "The command was not found.",
        13 => "The command may not be executed.",
        _ => "The command could not be started.",
    };
}
