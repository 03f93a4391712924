using System.Text.RegularExpressions;
using Omni2.Web.Mcp.BuiltIn;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp;

/// <summary>
/// A server as the API and the page are given it. <see cref="Environment"/> and <see cref="Headers"/> replace what is stored;
/// null for a name keeps that name's stored value, and without the member everything stored is kept.
/// </summary>
internal sealed partial record McpServerRequest(
    string? Name,
    string? Description,
    string? Transport,
    string? Command,
    IReadOnlyList<string?>? Arguments,
    Dictionary<string, string?>? Environment,
    string? Url,
    Dictionary<string, string?>? Headers,
    bool? Enabled)
{
    private const int LongestDescription = 500;
    private const int LongestCommand = 1000;
    private const int LongestArgument = 8000;
    private const int LongestUrl = 2000;
    private const int LongestValue = 16_000;
    private const int MostArguments = 100;
    private const int MostNames = 100;

    internal bool IsHttp => Transport == McpTransport.Http;

    /// <summary>Everything but whether the name is free and whether kept values are there.</summary>
    public void Check(MemberErrors errors)
    {
        CheckName(Name, errors);
        if (Description?.Length > LongestDescription || HasControls(Description))
        {
            errors.Add("description", "'description' may have at most 500 characters, on one line.");
        }

        switch (Transport)
        {
            case McpTransport.Stdio:
                CheckCommand(errors);
                CheckArguments(errors);
                CheckEnvironment(errors);
                Refuse("url", !string.IsNullOrEmpty(Url), McpTransport.Http, errors);
                Refuse("headers", Headers is { Count: > 0 }, McpTransport.Http, errors);
                break;
            case McpTransport.Http:
                CheckUrl(errors);
                CheckHeaders(errors);
                Refuse("command", !string.IsNullOrEmpty(Command), McpTransport.Stdio, errors);
                Refuse("arguments", Arguments is { Count: > 0 }, McpTransport.Stdio, errors);
                Refuse("environment", Environment is { Count: > 0 }, McpTransport.Stdio, errors);
                break;
            default:
                errors.Add("transport", "'transport' must be stdio or http.");
                break;
        }
    }

    public static void CheckName(string? name, MemberErrors errors)
    {
        if (name is null || !NamePattern().IsMatch(name))
        {
            errors.Add("name", "'name' must have 1 to 63 characters of a-z, 0-9, '_' and '-', and begin with a letter or a digit.");
        }
        else if (name == BuiltInServer.Name)
        {
            errors.Add("name", "'name' must not be omni2: that server is built in and cannot be changed.");
        }
    }

    private void CheckCommand(MemberErrors errors)
    {
        errors.Require("command", Command);
        if (Command?.Length > LongestCommand || HasControls(Command))
        {
            errors.Add("command", "'command' must be the name or the path of a program, of at most 1000 characters.");
        }
    }

    private void CheckArguments(MemberErrors errors)
    {
        if (Arguments?.Count > MostArguments || Arguments?.All(argument => argument is { Length: <= LongestArgument } && !argument.Contains('\0', StringComparison.Ordinal)) == false)
        {
            errors.Add("arguments", "'arguments' must be a list of at most 100 texts of at most 8000 characters.");
        }
    }

    private void CheckEnvironment(MemberErrors errors)
    {
        if (Environment?.Count > MostNames || Environment?.All(variable => VariablePattern().IsMatch(variable.Key) && IsValue(variable.Value)) == false)
        {
            errors.Add("environment", "'environment' must have at most 100 names of letters, digits and '_' that do not begin with a digit, with values of at most 16000 characters.");
        }
    }

    private void CheckUrl(MemberErrors errors)
    {
        if (Url is not { Length: > 0 and <= LongestUrl } || !Uri.TryCreate(Url, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.Host.Length == 0 || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            errors.Add("url", "'url' must be an absolute http or https address without user name and fragment.");
        }
    }

    private void CheckHeaders(MemberErrors errors)
    {
        if (Headers?.Keys.FirstOrDefault(McpHeaders.IsOurs) is { } ours)
        {
            errors.Add("headers", $"'headers' must not hold {ours}: it belongs to the connection or to the protocol.");
        }
        else if (Headers?.Count > MostNames || Headers?.All(header => McpHeaders.IsName(header.Key) && (header.Value is null || McpHeaders.IsValue(header.Value))) == false)
        {
            errors.Add("headers", "'headers' must have at most 100 names as HTTP knows them, with values of at most 8000 printable ASCII characters.");
        }
        else if (Headers?.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < Headers?.Count)
        {
            errors.Add("headers", "'headers' must hold each name once; capitals do not count.");
        }
    }

    private static void Refuse(string member, bool isThere, string transport, MemberErrors errors)
    {
        if (isThere)
        {
            errors.Add(member, $"'{member}' is for the transport {transport}.");
        }
    }

    private static bool IsValue(string? value) => value is null || (value.Length <= LongestValue && !value.Contains('\0', StringComparison.Ordinal));

    private static bool HasControls(string? text) => text?.Any(char.IsControl) == true;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,62}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariablePattern();
}
