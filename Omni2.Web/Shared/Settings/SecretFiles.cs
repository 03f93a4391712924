namespace Omni2.Web.Shared.Settings;

/// <summary>Settings from files, one value per file, named like environment variables: what container platforms mount as secrets.</summary>
internal static class SecretFiles
{
    public const string FolderPath = "Omni2:SecretsDirectory";
    private const string UsualFolder = "/run/secrets";

    /// <summary>Reads the folder's files; a file wins over every other place of the same setting, and its last line break does not count.</summary>
    public static void AddSecretFiles(this WebApplicationBuilder builder)
    {
        var named = builder.Configuration[FolderPath];
        var folder = string.IsNullOrEmpty(named) ? UsualFolder : Path.GetFullPath(named);
        if (Directory.Exists(folder))
        {
            Read(builder.Configuration, folder);
        }
        else if (!string.IsNullOrEmpty(named))
        {
            throw new StartupException($"{Setting.KeyOf(FolderPath)} names a folder that does not exist: make it, or leave the setting out.");
        }
    }

    private static void Read(ConfigurationManager configuration, string folder)
    {
        try
        {
            configuration.AddKeyPerFile(folder, optional: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"A file of {folder} ({Setting.KeyOf(FolderPath)}) cannot be read: {e.Message} Omni2's user must be able to read every file there.", e);
        }
    }
}
