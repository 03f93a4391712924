using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Omni2.Web.Shared;

/// <summary>What a person who starts the program can mend, in one sentence; everything else keeps its stack trace.</summary>
internal static class StartupProblem
{
    public static string? Of(Exception exception) => exception switch
    {
        StartupException problem => problem.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        IOException { InnerException: AddressInUseException } => $"{exception.Message.TrimEnd('.')}. Stop the program that uses it, or choose another with ASPNETCORE_URLS.",
        PostgresException refusal => $"The database that ConnectionStrings__Omni2 names refused: {refusal.MessageText} ({refusal.SqlState}).",
        NpgsqlException => "The database that ConnectionStrings__Omni2 names cannot be reached. Check host, port and whether it runs.",
        _ => null,
    };
}
