using System.Net;
using System.Net.Sockets;
using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Shared;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

/// <summary>What is missing or wrong stops the start with one sentence that names the cure, before anything else has started.</summary>
public sealed class StartTests(SharedApp shared)
{
    [Theory]
    [InlineData("Production", "Omni2__Jwt__SigningKey", "", "Omni2__Jwt__SigningKey is missing: set it to a secret of 32 bytes or more.")]
    [InlineData("Development", "Omni2__Jwt__SigningKey", "short", "Omni2__Jwt__SigningKey is too short: it needs 32 bytes or more.")]
    [InlineData("Production", "ConnectionStrings__Omni2", "", "Omni2 needs a PostgreSQL database: set ConnectionStrings__Omni2, for example to \"Host=localhost;Database=omni2;Username=omni2;Password=…\" (only in Development does it start one by itself; this is Production).")]
    [InlineData("Production", "ConnectionStrings__Omni2", "secretive", "ConnectionStrings__Omni2 is not a PostgreSQL connection string; it looks like Host=localhost;Database=omni2;Username=omni2;Password=…")]
    [InlineData("Production", "ConnectionStrings__Omni2", "Host=127.0.0.1;Port=1;Database=omni2;Username=omni2;Password=secretive", "The PostgreSQL server at 127.0.0.1:1, which ConnectionStrings__Omni2 names, cannot be reached. Check host and port, and whether it runs.")]
    [InlineData("Production", "Omni2__Llm__MaxOutputTokens", "secretive", "Omni2__Llm__MaxOutputTokens must be a whole number, such as 4096.")]
    [InlineData("Production", "Serilog__MinimumLevel__Default", "loud", "The section Serilog of the configuration cannot be used: The value loud is not a valid Serilog level.")]
    [InlineData("Production", "ASPNETCORE_URLS", "nowhere", "ASPNETCORE_URLS must be addresses such as http://localhost:5080 or http://0.0.0.0:8080, separated by semicolons.")]
    [InlineData("Production", "ASPNETCORE_URLS", "https://127.0.0.1:0", "ASPNETCORE_URLS names an https address, and there is no certificate: use http behind a proxy, or set Kestrel__Certificates__Default__Path and Kestrel__Certificates__Default__Password.")]
    [InlineData("Production", "ASPNETCORE_URLS", "http://192.0.2.1:5080", "ASPNETCORE_URLS names an address on which this machine cannot listen: Cannot assign requested address.")]
    [InlineData("Production", "Omni2__SecretsDirectory", "/none", "Omni2__SecretsDirectory names a folder that does not exist: make it, or leave the setting out.")]
    public async Task A_start_that_cannot_work_ends_with_one_sentence(string environment, string key, string value, string sentence)
    {
        var (code, said) = await RunAsync(environment, (key, value));

        code.ShouldBe(1);
        said.Trim().ShouldBe(sentence);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_showing_it()
    {
        var database = new NpgsqlConnectionStringBuilder(await shared.Postgres.CreateDatabaseAsync()) { Password = "secretive" };

        var (code, said) = await RunAsync("Production", ("ConnectionStrings__Omni2", database.ConnectionString));

        code.ShouldBe(1);
        said.Trim().ShouldBe($"The PostgreSQL server at {database.Host}:{database.Port} does not let the user \"{database.Username}\" in: check Username and Password in ConnectionStrings__Omni2 (28P01).");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (code, said) = await RunAsync("Production", ("ASPNETCORE_URLS", $"http://{taken.LocalEndpoint}"));

        code.ShouldBe(1);
        said.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("ASPNETCORE_URLS");
    }

    [Fact]
    public async Task A_database_user_who_may_not_set_up_is_told_what_an_administrator_can_do()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        var role = $"guest_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(database);
        await using var make = source.CreateCommand($"CREATE ROLE {role} LOGIN PASSWORD 'secretive'");
        await make.ExecuteNonQueryAsync();
        var guest = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "secretive" };

        var (code, said) = await RunAsync("Production", ("ConnectionStrings__Omni2", guest.ConnectionString));

        await using var drop = source.CreateCommand($"DROP ROLE {role}");
        await drop.ExecuteNonQueryAsync();
        code.ShouldBe(1);
        said.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain($"GRANT CREATE ON DATABASE \"{name}\" TO \"{role}\" and CREATE EXTENSION IF NOT EXISTS pg_trgm");
        said.ShouldNotContain("secretive");
    }

    [Theory]
    [InlineData("42501", "permission denied to create extension \"pg_trgm\"", "CREATE EXTENSION IF NOT EXISTS pg_trgm")]
    [InlineData("0A000", "extension \"pg_trgm\" is not available", "Install PostgreSQL's contrib modules")]
    [InlineData("53300", "sorry, too many clients already", "too many clients already")]
    public void Whatever_the_database_refuses_is_one_sentence(string sqlState, string message, string sentence)
    {
        var told = DatabaseProblem.Of(new PostgresException(message, "ERROR", "ERROR", sqlState), "Host=db;Database=omni2;Username=omni2;Password=secretive");

        told.ShouldNotBeNull();
        told.ShouldContain("ConnectionStrings__Omni2");
        told.ShouldContain(sentence);
        told.ShouldNotContain("secretive");
    }

    [Fact]
    public void A_server_older_than_15_is_refused()
    {
        Should.NotThrow(() => DatabaseProblem.ThrowIfTooOld(new Version(15, 0)));
        Should.Throw<StartupException>(() => DatabaseProblem.ThrowIfTooOld(new Version(14, 19)))
            .Message.ShouldBe("ConnectionStrings__Omni2 names a PostgreSQL 14.19 server, and Omni2 needs 15 or newer: upgrade it, or name another.");
    }

    [Fact]
    public async Task A_trusted_proxy_that_is_no_network_is_named()
    {
        var (code, said) = await RunAsync("Development", ("Omni2__ForwardAuth__TrustedProxies__0", "10.0.0.5/8"));

        code.ShouldBe(1);
        said.ShouldStartWith("Omni2__ForwardAuth__TrustedProxies__0 must be");
        said.Trim().Split('\n').ShouldHaveSingleItem();
    }

    private async Task<(int Code, string Said)> RunAsync(string environment, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["Omni2__Jwt__SigningKey"] = Omni2App.SigningKey,
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        if (!all.ContainsKey("ConnectionStrings__Omni2"))
        {
            all["ConnectionStrings__Omni2"] = await shared.Postgres.CreateDatabaseAsync();
        }

        return await FailedStart.RunAsync(all);
    }
}
