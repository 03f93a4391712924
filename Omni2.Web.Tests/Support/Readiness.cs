using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Omni2.Web.Tests.Support;

/// <summary>Asks an app whether it is ready; every answer has to come within 5 s.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    /// <summary>Waits until it is ready; what it says then.</summary>
    public static Task<JsonObject> ReadyAsync(this Omni2App app) => UntilAsync(app, report => report.Text("status") == "ok");

    /// <summary>Waits until this dependency is not; what it says then.</summary>
    public static Task<JsonObject> NotReadyAsync(this Omni2App app, string dependency) => UntilAsync(app, report => report.Text(dependency) != "ok");

    /// <summary>With a token, like a probe that goes through somebody's gateway: looking at it would ask the database.</summary>
    public static async Task<(HttpStatusCode Status, JsonObject Report)> AskAsync(Uri address, string path = "/health/ready", string? token = null)
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = Promised };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", token is null ? null : $"Bearer {token}");
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>Holds every connection of the app's pool meanwhile.</summary>
    public static async Task<T> WithoutConnectionsAsync<T>(this Omni2App app, int pool, Func<Task<T>> meanwhile)
    {
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        var held = new List<NpgsqlConnection>();
        try
        {
            while (held.Count < pool)
            {
                held.Add(await source.OpenConnectionAsync());
            }

            return await meanwhile();
        }
        finally
        {
            held.ForEach(connection => connection.Dispose());
        }
    }

    private static Task<JsonObject> UntilAsync(Omni2App app, Func<JsonObject, bool> isSo) => Until.ReadAsync(
        async () =>
        {
            var (status, report) = await AskAsync(app.Address);
            status.ShouldBe(report.Text("status") == "ok" ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
            return report;
        },
        isSo);
}

/// <summary>What <c>/health/ready</c> says when the server listens already and the app has not started yet, and when it was told to stop.</summary>
internal sealed class LifeMoments : IHostedLifecycleService
{
    private readonly TaskCompletionSource<(HttpStatusCode, string)> _starting = new();
    private readonly TaskCompletionSource<(HttpStatusCode, string)> _stopping = new();
    private IServiceProvider? _services;

    public Task<(HttpStatusCode Status, string Process)> WhileStarting => _starting.Task;

    public Task<(HttpStatusCode Status, string Process)> WhileStopping => _stopping.Task;

    public void Register(IServiceCollection services) => services.AddHostedService(provider =>
    {
        _services = provider;
        return this;
    });

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Its callbacks run before anything is stopped.
        _services!.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => AskAsync(_stopping).Wait());
        return AskAsync(_starting);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AskAsync(TaskCompletionSource<(HttpStatusCode Status, string Process)> moment)
    {
        try
        {
            var address = _services!.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var (status, report) = await Readiness.AskAsync(new Uri(address)).ConfigureAwait(false);
            moment.TrySetResult((status, report.Text("process")));
        }
        catch (Exception e)
        {
            moment.TrySetException(e);
        }
    }
}
