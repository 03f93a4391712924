using System.Security.Cryptography;

namespace Omni2.Web.Data.Embedded;

/// <summary>The password of the server's one user, in a file beside the data that only its owner reads.</summary>
internal static class ServerPassword
{
    public const string UserName = "omni2";

    public static string? Read(ServerFolder folder) =>
        File.Exists(folder.PasswordFile) && File.ReadAllText(folder.PasswordFile).Trim() is { Length: > 0 } password ? password : null;

    public static async Task<string> MakeAsync(ServerFolder folder, CancellationToken cancellationToken)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var writer = new StreamWriter(folder.PasswordFile, options))
        {
            await writer.WriteLineAsync(password.AsMemory(), cancellationToken);
        }

        // initdb reads the file itself, as the server's user.
        if (folder.Account is not null)
        {
            await folder.Account.TakeOverAsync(folder.PasswordFile, cancellationToken);
        }

        return password;
    }
}
