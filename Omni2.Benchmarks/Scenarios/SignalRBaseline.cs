using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Omni2.Benchmarks.Hosts;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>The baseline of burst: a SignalR hub that sends each event to all, with its JSON protocol.</summary>
internal sealed class SignalRBaseline(IHubContext<SignalRBaseline.FlowHub> hub, EventScript script, bool html) : IEventSource
{
    public const string Path = "/hub";

    public int Watchers => FlowHub.Connected;

    public long Rendered => 0;

    public static async Task RunAsync(string scriptPath)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // As every other application with typed messages; the text itself must not grow by escapes.
        builder.Services.AddSignalR().AddJsonProtocol(json => json.PayloadSerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        await using var app = builder.Build();
        app.MapHub<FlowHub>(Path);
        var script = EventScript.Load(scriptPath);
        var html = script.NextText().StartsWith('<');
        await BareHost.RunAsync(app, new SignalRBaseline(app.Services.GetRequiredService<IHubContext<FlowHub>>(), script, html));
    }

    public void Produce()
    {
        var text = script.NextText();
        object message = html ? text : JsonSerializer.Deserialize<JsonElement>(text);
        _ = hub.Clients.All.SendAsync("event", message);
    }

    internal sealed class FlowHub : Hub
    {
        private static int _connected;

        public static int Connected => _connected;

        public override Task OnConnectedAsync()
        {
            Interlocked.Increment(ref _connected);
            return Task.CompletedTask;
        }

        public override Task OnDisconnectedAsync(Exception? exception)
        {
            Interlocked.Decrement(ref _connected);
            return Task.CompletedTask;
        }
    }
}
