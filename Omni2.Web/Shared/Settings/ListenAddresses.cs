using System.Globalization;
using System.Net;

namespace Omni2.Web.Shared.Settings;

/// <summary>Where the program listens, by <c>ASPNETCORE_URLS</c> or <c>ASPNETCORE_HTTP_PORTS</c>.</summary>
internal static class ListenAddresses
{
    public const string Default = "http://localhost:5080";

    public static bool AreSet(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration["urls"]) || !string.IsNullOrEmpty(configuration["http_ports"]);

    /// <summary>Sentences about addresses that nobody could listen on.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (!Parts(configuration["urls"]).All(IsAddress))
        {
            yield return $"ASPNETCORE_URLS must be addresses such as {Default} or http://0.0.0.0:8080, separated by semicolons.";
        }

        foreach (var name in new[] { "http_ports", "https_ports" })
        {
            if (!Parts(configuration[name]).All(IsPort))
            {
                yield return $"ASPNETCORE_{name.ToUpperInvariant()} must be port numbers such as 8080, separated by semicolons.";
            }
        }
    }

    /// <summary>An address at which this machine reaches the program over plain HTTP; null when it listens on none.</summary>
    public static Uri? OwnHttp(IConfiguration configuration)
    {
        if (Parts(configuration["urls"]) is { Length: > 0 } addresses)
        {
            return addresses.Where(IsAddress).Select(BindingAddress.Parse).Where(address => address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)).Select(Own).FirstOrDefault();
        }

        return Parts(configuration["http_ports"]).FirstOrDefault(IsPort) is { } port ? new Uri($"http://localhost:{port}") : new Uri(Default);
    }

    // "+", "*" and the addresses that stand for all are reached as localhost.
    private static Uri Own(BindingAddress address)
    {
        var host = IPAddress.TryParse(address.Host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) ? address.Host : "localhost";
        return new UriBuilder("http", host, address.Port).Uri;
    }

    private static bool IsAddress(string text)
    {
        try
        {
            return BindingAddress.Parse(text) is { Scheme: var scheme, Port: >= 0 and <= IPEndPoint.MaxPort }
                && (scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("https", StringComparison.OrdinalIgnoreCase));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort;

    private static string[] Parts(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
