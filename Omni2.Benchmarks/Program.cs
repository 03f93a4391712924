using Omni2.Benchmarks;
using Omni2.Benchmarks.Hosts;
using Omni2.Benchmarks.Micro;
using Omni2.Benchmarks.Scenarios;

switch (args)
{
    case ["serve-app", var userId, var webRoot]:
        await AppHost.RunAsync(int.Parse(userId, CultureInfo.InvariantCulture), webRoot);
        return 0;
    case ["serve-fanout", .. var script]:
        await RawFanoutBaseline.RunAsync(script.FirstOrDefault());
        return 0;
    case ["serve-signalr", var script]:
        await SignalRBaseline.RunAsync(script);
        return 0;
    case ["serve-model", var tokens]:
        await MockModel.RunAsync(int.Parse(tokens, CultureInfo.InvariantCulture));
        return 0;
    case ["serve-gateway", var model, var connection, var kind]:
        await GatewayBaseline.RunAsync(model, connection, kind);
        return 0;
    case ["serve-ef"]:
        await StartBaseline.RunAsync();
        return 0;
    case ["profile-chat", var chats, var seconds]:
        await ProfiledChat.RunAsync(int.Parse(chats, CultureInfo.InvariantCulture), int.Parse(seconds, CultureInfo.InvariantCulture));
        return 0;
    case ["micro"]:
        FlowEventBenchmarks.Run();
        return 0;
    default:
        return await BenchmarkRun.RunAsync(args);
}
