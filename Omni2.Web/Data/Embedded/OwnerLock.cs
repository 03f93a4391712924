namespace Omni2.Web.Data.Embedded;

/// <summary>Held by the one app instance that starts and stops the server; the system frees it when that instance dies.</summary>
internal sealed class OwnerLock : IDisposable
{
    private readonly FileStream file;

    private OwnerLock(FileStream file) => this.file = file;

    /// <summary>Null when another instance holds it.</summary>
    public static OwnerLock? TryTake(string path)
    {
        try
        {
            return new OwnerLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
