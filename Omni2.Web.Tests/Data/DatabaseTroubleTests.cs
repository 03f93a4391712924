using System.Net.Sockets;
using Npgsql;
using Omni2.Web.Data;

namespace Omni2.Web.Tests.Data;

public sealed class DatabaseTroubleTests
{
    [Theory]
    [InlineData("57P01")]
    [InlineData("57P02")]
    [InlineData("57P03")]
    [InlineData("57014")]
    [InlineData("08006")]
    [InlineData("53100")]
    [InlineData("53300")]
    [InlineData("25006")]
    [InlineData("40001")]
    [InlineData("40P01")]
    public void The_servers_own_trouble_passes(string sqlState) => DatabaseTrouble.IsPassing(Refusal(sqlState)).ShouldBeTrue();

    [Theory]
    [InlineData("22P05")]
    [InlineData("23503")]
    [InlineData("42P01")]
    public void A_statement_at_fault_never_succeeds(string sqlState) => DatabaseTrouble.IsPassing(Refusal(sqlState)).ShouldBeFalse();

    [Fact]
    public void A_lost_connection_passes_however_it_shows()
    {
        Exception[] lost =
        [
            new NpgsqlException("broken", new IOException("pipe", new SocketException())),
            new NpgsqlException("closed"),
            new TimeoutException(),
            new IOException(),
            new SocketException(),
            new InvalidOperationException("EF", new NpgsqlException("broken", new IOException())),
        ];

        lost.ShouldAllBe(exception => DatabaseTrouble.IsPassing(exception));
    }

    [Fact]
    public void A_bug_of_ours_does_not_pass()
    {
        DatabaseTrouble.IsPassing(new InvalidOperationException("a bug")).ShouldBeFalse();
        DatabaseTrouble.IsPassing(new InvalidOperationException("EF", Refusal("23505"))).ShouldBeFalse();
        DatabaseTrouble.IsPassing(new NotSupportedException()).ShouldBeFalse();
    }

    private static PostgresException Refusal(string sqlState) => new("refused", "ERROR", "ERROR", sqlState);
}
