using Omni2.Web.Data.Embedded;

namespace Omni2.Web.Tests.Data.Embedded;

public sealed class OrdinaryUserTests
{
    [Fact]
    public async Task Everything_works_for_an_ordinary_user_too()
    {
        Assert.SkipUnless(ServerAccount.IsNeeded, "These tests run as an ordinary user already.");
        var assembly = Path.Combine(AppContext.BaseDirectory, "Omni2.Web.Tests.dll");
        var nobody = ServerAccount.Nobody();
        Assert.SkipUnless((await RunAsync(nobody, "test", "-r", assembly)).ExitCode == 0, "The checkout is closed to other users.");

        var run = await RunAsync(nobody, "env", "TMPDIR=/tmp", "HOME=/tmp", "dotnet", assembly, "-class", typeof(EmbeddedPostgresTests).FullName!, "-class", typeof(CrashTests).FullName!, "-noColor");

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("Failed: 0");
    }

    private static Task<ProgramRun> RunAsync(ServerAccount account, string program, params string[] arguments)
    {
        var (name, all) = account.Command(program, arguments);
        return ProgramRun.RunAsync(name, all, "/", CancellationToken.None);
    }
}
