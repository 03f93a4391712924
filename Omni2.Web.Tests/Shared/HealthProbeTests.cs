using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Omni2.Web.Shared.Settings;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

/// <summary>The program as the health check of its own container.</summary>
public sealed class HealthProbeTests(SharedApp shared)
{
    [Fact]
    public async Task A_ready_instance_is_healthy()
    {
        var (code, said) = await ProbeAsync($"http://+:{shared.App.Address.Port}");

        code.ShouldBe(0);
        said.ShouldStartWith("""{"status":"ok",""");
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_healthy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var (code, said) = await ProbeAsync($"http://127.0.0.1:{port}");

        code.ShouldBe(1);
        said.Trim().ShouldBe($"http://127.0.0.1:{port}/ does not answer.");
    }

    [Theory]
    [InlineData("urls", "http://+:8080", "http://localhost:8080/")]
    [InlineData("urls", "https://*:8443;http://*:8080", "http://localhost:8080/")]
    [InlineData("urls", "http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData("urls", "http://[::]:8080", "http://localhost:8080/")]
    [InlineData("urls", "http://192.0.2.7:8080", "http://192.0.2.7:8080/")]
    [InlineData("urls", "https://+:8443", null)]
    [InlineData("http_ports", "8080;8081", "http://localhost:8080/")]
    [InlineData("nothing", "", "http://localhost:5080/")]
    public void It_asks_where_the_program_listens(string key, string value, string? address)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        ListenAddresses.OwnHttp(configuration)?.ToString().ShouldBe(address);
    }

    private static async Task<(int Code, string Said)> ProbeAsync(string urls)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(AppProcess.Program());
        start.ArgumentList.Add("--health");
        start.Environment["ASPNETCORE_URLS"] = urls;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }
}
