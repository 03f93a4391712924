using Microsoft.Extensions.Logging.Abstractions;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Data.Embedded;

public sealed class RootTests
{
    [Fact]
    public async Task In_a_checkout_that_others_cannot_enter_root_runs_a_copy_elsewhere_and_says_where()
    {
        Assert.SkipUnless(ServerAccount.IsNeeded, "Only root runs the server as another user.");
        using var folder = new TestFolder();
        var closed = Path.Combine(folder.Place, "closed");
        (await ProgramRun.RunAsync("mkdir", ["-m", "700", closed], "/", CancellationToken.None)).ExitCode.ShouldBe(0);
        var binaries = PostgresBinaries.Find(chosen: null, AppContext.BaseDirectory);
        (await ProgramRun.RunAsync("cp", ["-a", binaries.Directory, closed], "/", CancellationToken.None)).ExitCode.ShouldBe(0);
        var options = new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(closed, ".data", "postgres"),
            BinariesDirectory = Path.Combine(closed, "native"),
            RootDirectory = Path.Combine(folder.Place, "root"),
        };

        await using var postgres = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None);

        (await ServerPlace.AskAsync(postgres, "SELECT 1")).ShouldBe(1);
        postgres.DataDirectory.ShouldStartWith(options.RootDirectory);
        (await File.ReadAllTextAsync($"{options.DataDirectory}.location.txt")).ShouldContain(postgres.DataDirectory);
    }

    [Fact]
    public async Task Data_that_an_ordinary_user_made_is_served_under_that_user()
    {
        Assert.SkipUnless(ServerAccount.IsNeeded, "Only root runs the server as another user.");
        await using var place = new ServerPlace();
        var made = await place.PrepareDataAsync();
        foreach (var path in Directory.EnumerateFileSystemEntries(made.Parent, "postgres*"))
        {
            var wanted = Path.Combine(Path.GetDirectoryName(place.Options.DataDirectory)!, Path.GetFileName(path));
            Directory.Move(path, wanted);
        }

        await using var postgres = await place.StartAsync();

        postgres.DataDirectory.ShouldBe(place.Options.DataDirectory);
        await ServerPlace.ShouldRememberAsync(postgres);
    }

    [Fact]
    public void The_server_is_run_as_nobody_without_any_group_of_roots()
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, ["root:x:0:0:root:/root:/bin/bash", "nobody:x:65534:65533:nobody:/:/bin/false"]);

        var (program, arguments) = ServerAccount.Nobody(file).Command("/somewhere/initdb", ["-D", "data"]);

        program.ShouldBe("setpriv");
        arguments.ShouldBe(["--reuid=65534", "--regid=65533", "--clear-groups", "/somewhere/initdb", "-D", "data"]);
        File.Delete(file);
    }
}
