using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Omni2.Web.Shared;

/// <summary>What a person who starts the program can mend, in one sentence; everything else keeps its stack trace.</summary>
internal static class StartupProblem
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel.Core";

    public static string? Of(Exception exception) => exception switch
    {
        StartupException problem => problem.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        IOException { InnerException: AddressInUseException } => $"{exception.Message.TrimEnd('.')}. Stop the program that uses it, or choose another with ASPNETCORE_URLS.",
        InvalidDataException { InnerException: FormatException unreadable } => $"A settings file is not valid JSON: {exception.Message} {(unreadable.InnerException ?? unreadable).Message}",
        SocketException refused => $"ASPNETCORE_URLS names an address on which this machine cannot listen: {refused.Message}.",
        // Kestrel's own text goes over several lines and advises what belongs to a developer's machine.
        InvalidOperationException { Source: Kestrel } when exception.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
            "ASPNETCORE_URLS names an https address, and there is no certificate: use http behind a proxy, or set Kestrel__Certificates__Default__Path and Kestrel__Certificates__Default__Password.",
        PostgresException refusal => $"The database that ConnectionStrings__Omni2 names refused: {refusal.MessageText} ({refusal.SqlState}).",
        NpgsqlException => "The database that ConnectionStrings__Omni2 names cannot be reached. Check host, port and whether it runs.",
        _ => null,
    };
}
