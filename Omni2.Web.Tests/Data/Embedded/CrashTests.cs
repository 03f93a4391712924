using System.Globalization;
using Npgsql;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Shared;

namespace Omni2.Web.Tests.Data.Embedded;

/// <summary>What a killed app, a killed server or a lost machine leaves behind does not keep the next start from its data.</summary>
public sealed class CrashTests(PreparedPlace prepared) : IClassFixture<PreparedPlace>
{
    private readonly ServerPlace place = prepared.Place;
    private readonly ServerFolder server = prepared.Server;

    [Fact]
    public async Task A_server_that_outlived_its_app_is_taken_over()
    {
        await place.RunOrphanAsync();
        var orphan = PostmasterFile.Read(server.Data)!;

        await using (var postgres = await place.StartAsync())
        {
            postgres.IsOwner.ShouldBeTrue();
            postgres.Port.ShouldBe(orphan.Port!.Value);
            await ServerPlace.ShouldRememberAsync(postgres);
        }

        ServerProcess.StateOf(server.Data).ShouldBe(ServerState.Absent);
    }

    [Fact]
    public async Task A_server_that_is_still_starting_is_waited_for()
    {
        await place.RunOrphanAsync(waitUntilReady: false);

        await using var postgres = await place.StartAsync();

        await ServerPlace.ShouldRememberAsync(postgres);
    }

    [Fact]
    public async Task A_killed_server_whose_children_still_work_is_waited_for()
    {
        var first = await place.StartAsync();
        await using var busy = new NpgsqlConnection(first.AdminConnectionString());
        await busy.OpenAsync();
        await using var longWork = new NpgsqlCommand("SELECT count(*) FROM generate_series(1, 15000000)", busy);
        var working = Record.ExceptionAsync(() => longWork.ExecuteScalarAsync());

        ServerPlace.KillHard(PostmasterFile.Read(first.DataDirectory)!.ProcessId);
        await first.StopAsync();
        await using var second = await place.StartAsync();

        await ServerPlace.ShouldRememberAsync(second);
        await working;
    }

    [Fact]
    public async Task A_pid_file_of_a_process_that_is_gone_is_no_hindrance()
    {
        using var gone = ServerPlace.RunAsServerUser(server, "true");
        await gone.WaitForExitAsync();
        ServerPlace.WritePidFile(server, gone.Id);

        await using var postgres = await place.StartAsync();

        await ServerPlace.ShouldRememberAsync(postgres);
    }

    [Fact]
    public async Task A_pid_file_whose_number_now_belongs_to_another_program_is_no_hindrance()
    {
        using var other = ServerPlace.RunAsServerUser(server, "exec sleep 60");
        ServerPlace.WritePidFile(server, other.Id);

        await using var postgres = await place.StartAsync();

        await ServerPlace.ShouldRememberAsync(postgres);
        other.HasExited.ShouldBeFalse();
        other.Kill();
    }

    [Fact]
    public async Task A_pid_file_whose_number_now_belongs_to_another_server_is_no_hindrance()
    {
        await using var elsewhere = new ServerPlace();
        await using var other = await elsewhere.StartAsync();
        ServerPlace.WritePidFile(server, PostmasterFile.Read(other.DataDirectory)!.ProcessId);

        await using var postgres = await place.StartAsync();

        postgres.Port.ShouldNotBe(other.Port);
        await ServerPlace.ShouldRememberAsync(postgres);
        await ServerPlace.AskAsync(other, "SELECT 1");
    }

    [Fact]
    public async Task A_pid_file_of_a_zombie_is_no_hindrance()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Zombies are made with a Linux shell.");
        using var parent = ServerPlace.RunAsServerUser(server, "true & echo $!; exec sleep 60");
        var zombie = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        ServerPlace.WritePidFile(server, zombie);

        await using var postgres = await place.StartAsync();

        await ServerPlace.ShouldRememberAsync(postgres);
        parent.Kill();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no number")]
    public async Task A_pid_file_that_was_half_written_is_no_hindrance(string content)
    {
        await File.WriteAllTextAsync(PostmasterFile.PathIn(server.Data), content);

        await using var postgres = await place.StartAsync();

        await ServerPlace.ShouldRememberAsync(postgres);
    }

    [Fact]
    public async Task A_data_directory_that_was_half_made_is_made_again()
    {
        await using var fresh = new ServerPlace();
        var made = await fresh.OpenAsync();
        Directory.CreateDirectory(Path.Combine(made.NewData, "base"));
        await File.WriteAllTextAsync(Path.Combine(made.NewData, "PG_VERSION"), "18\n");

        await using var postgres = await fresh.StartAsync();

        await ServerPlace.RememberAsync(postgres);
        Directory.Exists(made.NewData).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_refused_and_kept()
    {
        await using var fresh = new ServerPlace();
        var made = await fresh.OpenAsync();
        Directory.CreateDirectory(made.Data);
        var precious = Path.Combine(made.Data, "precious.txt");
        await File.WriteAllTextAsync(precious, "mine");

        var refused = await Should.ThrowAsync<StartupException>(() => fresh.StartAsync());

        refused.Message.ShouldContain(made.Data);
        (await File.ReadAllTextAsync(precious)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_lost_password_is_replaced()
    {
        File.Delete(server.PasswordFile);

        await using var postgres = await place.StartAsync();

        await ServerPlace.ShouldRememberAsync(postgres);
    }

    [Fact]
    public async Task Data_that_cannot_be_served_is_left_alone_and_the_reason_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Data, "PG_VERSION"), "17\n");

        var refused = await Should.ThrowAsync<StartupException>(() => place.StartAsync());
        await File.WriteAllTextAsync(Path.Combine(server.Data, "PG_VERSION"), "18\n");
        await using var postgres = await place.StartAsync();

        refused.Message.ShouldContain("version 17");
        await ServerPlace.ShouldRememberAsync(postgres);
    }
}
