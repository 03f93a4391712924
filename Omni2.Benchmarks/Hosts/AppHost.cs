using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Omni2.Web;
using Omni2.Web.Flows;
using Omni2.Web.Shared.Logging;

namespace Omni2.Benchmarks.Hosts;

/// <summary>The real app, composed as its own program composes it, with a driver that records flow events.</summary>
internal static class AppHost
{
    /// <param name="userId">Whose events are recorded.</param>
    /// <param name="webRoot">The web project's folder, where its files are.</param>
    public static async Task RunAsync(int userId, string webRoot)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Omni2.Web", ContentRootPath = webRoot });
        builder.AddLogging();
        builder.AddOmni2();
        await using var app = builder.Build();
        app.MapOmni2();
        await app.PrepareOmni2Async();
        await app.StartAsync();
        using var source = new RecordedEvents(app.Services.GetRequiredService<FlowRecorder>(), app.Services.GetRequiredService<FlowFeed>(), userId);
        HostConsole.Announce(app.Urls.First());
        await new HostConsole(source).RunAsync();
        await app.StopAsync();
    }

    /// <summary>One busy person: sessions of the seven checkpoints that an answered message has.</summary>
    private sealed class RecordedEvents : IEventSource, IDisposable
    {
        private readonly FlowRecorder _recorder;
        private readonly FlowFeed _feed;
        private readonly int _userId;
        private readonly MeterListener _listener = new();
        private readonly Guid _conversation = Guid.NewGuid();
        private FlowSession? _session;
        private long _rendered;

        public RecordedEvents(FlowRecorder recorder, FlowFeed feed, int userId)
        {
            (_recorder, _feed, _userId) = (recorder, feed, userId);
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == FlowFragments.RenderedCounter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _rendered, count));
            _listener.Start();
        }

        public int Watchers => _feed.WatcherCount;

        public long Rendered => Interlocked.Read(ref _rendered);

        public void Produce()
        {
            if (_session is null || _session.Events.Count == Checkpoints.Count)
            {
                _session = new FlowSession(new FlowSessionHead(Guid.CreateVersion7(), _userId, _conversation, FlowSource.Chat, DateTimeOffset.UtcNow));
            }

            var (type, data) = Checkpoints.At(_session.Events.Count);
            _recorder.Record(_session, type, data);
        }

        public void Dispose() => _listener.Dispose();
    }

    private static class Checkpoints
    {
        public const int Count = 7;

        public static (FlowEventType Type, JsonObject Data) At(int place) => place switch
        {
            0 => (FlowEventType.AuthCheck, new() { ["status"] = "passed", ["role"] = "user", ["method"] = "token" }),
            1 => (FlowEventType.BlockCheck, new() { ["status"] = "passed" }),
            2 => (FlowEventType.UsageCheck, new() { ["status"] = "passed", ["used"] = "0.13", ["limit"] = "10.00", ["remaining"] = "9.87" }),
            3 => (FlowEventType.McpPermissionCheck, new() { ["status"] = "passed", ["servers"] = new JsonArray() }),
            4 => (FlowEventType.ToolFilter, new() { ["status"] = "passed", ["tools"] = 0 }),
            5 => (FlowEventType.LlmThinking, new() { ["model"] = "mock-model", ["iteration"] = 1 }),
            _ => (FlowEventType.LlmComplete, new()
            {
                ["status"] = "completed",
                ["model"] = "mock-model",
                ["tokens_input"] = 120,
                ["tokens_output"] = 200,
                ["cost_usd"] = 0.0042,
                ["finish_reason"] = "stop",
                ["duration_ms"] = 900,
                ["first_token_ms"] = 120,
            }),
        };
    }
}
