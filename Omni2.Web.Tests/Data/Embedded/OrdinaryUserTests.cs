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
        Assert.SkipUnless((await RunAsync(nobody, "test", ["-r", assembly])).ExitCode == 0, "The checkout is closed to other users.");

        var run = await RunAsync(nobody, "env", ["TMPDIR=/tmp", "HOME=/tmp", "dotnet", assembly, "-noColor", .. Methods()]);

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("Total: 7, Errors: 0, Failed: 0");
    }

    private static IEnumerable<string> Methods()
    {
        string[] general =
        [
            nameof(EmbeddedPostgresTests.The_first_start_makes_a_server_with_the_extensions_that_the_app_uses),
            nameof(EmbeddedPostgresTests.The_second_start_keeps_the_data),
            nameof(EmbeddedPostgresTests.Only_the_owner_of_the_files_reads_the_password_and_without_it_nobody_connects),
            nameof(EmbeddedPostgresTests.A_second_instance_uses_the_running_server_and_leaves_it_running),
        ];
        string[] crashes =
        [
            nameof(CrashTests.A_server_that_outlived_its_app_is_taken_over),
            nameof(CrashTests.A_pid_file_whose_number_now_belongs_to_another_program_is_no_hindrance),
            nameof(CrashTests.A_killed_server_whose_children_still_work_is_waited_for),
        ];
        return general.Select(name => $"{typeof(EmbeddedPostgresTests).FullName}.{name}")
            .Concat(crashes.Select(name => $"{typeof(CrashTests).FullName}.{name}"))
            .SelectMany(method => new[] { "-method", method });
    }

    private static Task<ProgramRun> RunAsync(ServerAccount account, string program, string[] arguments)
    {
        var (name, all) = account.Command(program, arguments);
        return ProgramRun.RunAsync(name, all, "/", CancellationToken.None);
    }
}
