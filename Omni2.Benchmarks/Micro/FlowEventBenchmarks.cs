using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Omni2.Benchmarks.Support;
using Omni2.Web;
using Omni2.Web.Flows;

namespace Omni2.Benchmarks.Micro;

/// <summary>What one event costs before it is sent: its JSON and its HTML.</summary>
[MemoryDiagnoser]
public class FlowEventBenchmarks
{
    private WebApplication _app = null!;
    private FlowFragments _fragments = null!;
    private FlowSessionHead _head = null!;

    public static void Run() => BenchmarkRunner.Run<FlowEventBenchmarks>(
        DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithArtifactsPath(Path.Combine(Folders.Checkout, "artifacts", "benchmarks")));

    [GlobalSetup]
    public void Start()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Omni2.Web", ContentRootPath = Folders.Web });
        builder.Configuration["ConnectionStrings:Omni2"] = "Host=127.0.0.1";
        builder.Configuration["Omni2:Jwt:SigningKey"] = BenchmarkPeople.SigningKey;
        builder.AddOmni2();
        _app = builder.Build();
        _fragments = _app.Services.GetRequiredService<FlowFragments>();
        _head = new FlowSessionHead(Guid.CreateVersion7(), 7, Guid.NewGuid(), FlowSource.Chat, DateTimeOffset.UtcNow);
    }

    [GlobalCleanup]
    public Task StopAsync() => _app.DisposeAsync().AsTask();

    [Benchmark]
    public int Json() => NewEvent().Json.Length;

    [Benchmark]
    public async Task<int> FragmentAsync() => (await _fragments.EventAsync(NewEvent())).Length;

    private FlowEvent NewEvent() => new(
        _head, FlowEventType.UsageCheck, Guid.CreateVersion7(), Guid.CreateVersion7(), DateTimeOffset.UtcNow,
        new JsonObject { ["status"] = "passed", ["used"] = "0.13", ["limit"] = "10.00", ["remaining"] = "9.87" });
}
