using System.Diagnostics;
using Npgsql;

namespace Omni2.Web.Tests.Containers;

/// <summary>deploy/make-secrets.sh, run by the system's shell.</summary>
public sealed class MakeSecretsTests : IDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("omni2-secrets-");

    [Fact]
    public async Task It_makes_what_each_service_needs_once_and_prints_nothing()
    {
        (await RunAsync()).ShouldBeEmpty();
        var first = Contents();
        (await RunAsync()).ShouldBeEmpty();

        Contents().ShouldBe(first);
        first.Select(file => file.Key).ShouldBe(
        [
            "omni2/ConnectionStrings__Omni2", "omni2/Omni2__Admin__Password", "omni2/Omni2__ForwardAuth__Secret", "omni2/Omni2__Jwt__SigningKey",
            "postgres/omni2-password", "postgres/postgres-password", "traefik/forward-auth-secret.yml",
        ], ignoreOrder: true);
        var database = new NpgsqlConnectionStringBuilder(first["omni2/ConnectionStrings__Omni2"]);
        (database.Host, database.Database, database.Username, database.Password).ShouldBe(("postgres", "omni2", "omni2", first["postgres/omni2-password"].Trim()));
        first["traefik/forward-auth-secret.yml"].ShouldContain($"X-Forward-Auth-Secret: \"{first["omni2/Omni2__ForwardAuth__Secret"].Trim()}\"");
        first["omni2/Omni2__Jwt__SigningKey"].Trim().Length.ShouldBe(64);
        first.Where(file => !file.Key.Contains('.', StringComparison.Ordinal)).Select(file => file.Value).Distinct().Count().ShouldBe(6);
    }

    [Fact]
    public async Task Only_its_reader_may_read_a_secret_and_only_what_is_missing_is_made()
    {
        await RunAsync();
        var before = Contents();
        File.Delete(Path.Combine(_place.FullName, "omni2", "Omni2__Jwt__SigningKey"));

        await RunAsync();

        var after = Contents();
        after.Where(file => file.Value != before[file.Key]).Select(file => file.Key).ShouldBe(["omni2/Omni2__Jwt__SigningKey"]);
        Files().ShouldAllBe(file => OperatingSystem.IsWindows() || File.GetUnixFileMode(file.FullName) == UnixFileMode.UserRead);
    }

    public void Dispose() => _place.Delete(recursive: true);

    private Dictionary<string, string> Contents() => Files().ToDictionary(file => Path.GetRelativePath(_place.FullName, file.FullName), file => File.ReadAllText(file.FullName));

    private IEnumerable<FileInfo> Files() => _place.EnumerateFiles("*", SearchOption.AllDirectories);

    private async Task<string> RunAsync()
    {
        string[] folders = [.. new[] { "omni2", "postgres", "traefik" }.Select(name => Directory.CreateDirectory(Path.Combine(_place.FullName, name)).FullName)];
        var start = new ProcessStartInfo("sh", [RepositoryFile.PathOf("deploy", "make-secrets.sh"), .. folders]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, string.Concat(said));
        return string.Concat(said);
    }
}
