namespace Omni2.Web.Shared;

/// <summary>Where Development keeps what must survive a restart: <c>.data</c> beside the solution.</summary>
internal static class DataFolder
{
    public static string Of(IHostEnvironment environment)
    {
        for (var folder = new DirectoryInfo(environment.ContentRootPath); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Omni2.sln")))
            {
                return Path.Combine(folder.FullName, ".data");
            }
        }

        return Path.Combine(environment.ContentRootPath, ".data");
    }
}
