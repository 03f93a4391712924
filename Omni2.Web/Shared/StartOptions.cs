namespace Omni2.Web.Shared;

/// <summary>Where the program finds its files, and in which environment it runs.</summary>
internal static class StartOptions
{
    /// <summary>Set by the launch profile, so that <c>dotnet run</c> is Development unless somebody says otherwise.</summary>
    public const string DefaultEnvironment = "OMNI2_DEFAULT_ENVIRONMENT";

    public static WebApplicationOptions From(string[] args) => new()
    {
        Args = args,
        EnvironmentName = IsSet("ASPNETCORE_ENVIRONMENT") || IsSet("DOTNET_ENVIRONMENT") || !IsSet(DefaultEnvironment)
            ? null
            : Environment.GetEnvironmentVariable(DefaultEnvironment),
        // A published program brings its web root along; from any other folder it would serve empty files.
        ContentRootPath = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null,
    };

    private static bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
