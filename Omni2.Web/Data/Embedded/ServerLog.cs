namespace Omni2.Web.Data.Embedded;

/// <summary>The file that the server writes to.</summary>
internal sealed class ServerLog(ServerFolder folder)
{
    private const long StartAnewAbove = 10 * 1024 * 1024;
    private const int TellAtMost = 2000;
    private long start;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(folder.LogFile);
        if (file is { Exists: true, Length: > StartAnewAbove })
        {
            File.Move(folder.LogFile, $"{folder.LogFile}.old", overwrite: true);
        }

        // The server's user cannot make files in a folder of root's.
        await File.AppendAllTextAsync(folder.LogFile, "", cancellationToken);
        if (folder.Account is not null)
        {
            await folder.Account.TakeOverAsync(folder.LogFile, cancellationToken);
        }

        start = new FileInfo(folder.LogFile).Length;
    }

    /// <summary>What was written since, or the end of it.</summary>
    public string ReadNew()
    {
        using var file = new FileStream(folder.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(Math.Max(start, file.Length - TellAtMost), SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Trim();
    }
}
