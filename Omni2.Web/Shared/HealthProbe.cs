using Omni2.Web.Shared.Settings;

namespace Omni2.Web.Shared;

/// <summary>The program started with <c>--health</c>: asks the one that runs on this machine whether it is ready, as a container's health check.</summary>
internal static class HealthProbe
{
    public const string Argument = "--health";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <returns>The exit code: 0 when it is ready, else 1, with the reason on the console.</returns>
    public static async Task<int> RunAsync()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_").Build();
        if (ListenAddresses.OwnHttp(configuration) is not { } address)
        {
            await Console.Error.WriteLineAsync("ASPNETCORE_URLS names no http address, and a health check asks only those.");
            return 1;
        }

        using var client = new HttpClient { BaseAddress = address, Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync("/health/ready");
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer.");
            return 1;
        }
    }
}
