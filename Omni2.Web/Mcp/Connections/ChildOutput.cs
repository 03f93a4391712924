using System.IO.Pipelines;

namespace Omni2.Web.Mcp.Connections;

/// <summary>
/// Reads what a child process writes on a thread of its own. Reading a pipe asynchronously would hold a thread of the pool for
/// as long as the child says nothing, and there are few of those.
/// </summary>
internal static class ChildOutput
{
    private const int StackBytes = 256 * 1024;

    /// <summary>What the child writes; when nobody reads it, the child waits.</summary>
    public static Stream Read(Stream output)
    {
        var pipe = new Pipe();
        Begin(() => Pump(output, pipe.Writer));
        return pipe.Reader.AsStream();
    }

    /// <summary>A pipe that nobody empties stops the child.</summary>
    public static void Forget(Stream output) => Begin(() => Drain(output));

    private static void Begin(ThreadStart act) => new Thread(act, StackBytes) { IsBackground = true, Name = "MCP server's output" }.Start();

    private static void Pump(Stream output, PipeWriter writer)
    {
        try
        {
            while (output.Read(writer.GetSpan()) is > 0 and var count)
            {
                writer.Advance(count);
                if (writer.FlushAsync().AsTask().GetAwaiter().GetResult().IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The child is gone.
        }

        writer.Complete();
    }

    private static void Drain(Stream output)
    {
        var buffer = new byte[4096];
        try
        {
            while (output.Read(buffer) > 0)
            {
                // Forgotten: it may hold secrets.
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The child is gone.
        }
    }
}
