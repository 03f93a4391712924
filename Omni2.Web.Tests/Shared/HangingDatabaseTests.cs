using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

/// <summary>The database server stands still: connections stay open and nothing answers.</summary>
public sealed class HangingDatabaseTests(FragileApp fragile, ITestOutputHelper output) : IClassFixture<FragileApp>, IDisposable
{
    private const int Probes = 40;

    [Fact]
    public async Task Probes_are_answered_in_time_name_what_hangs_and_do_not_use_up_the_connections()
    {
        var app = fragile.App;
        var neo = await app.CreateUserAsync();
        await using var chat = await app.OpenChatAsync(neo);
        var held = fragile.Model.NextHeld("One", " two");
        await chat.SendAsync(new { type = "message", text = "Count" });
        await chat.ReceiveUntilAsync("token");
        var token = app.TokenFor(neo);

        fragile.Server.Freeze();
        held.Release();
        var probes = await Task.WhenAll(Enumerable.Range(0, Probes).Select(_ => Readiness.AskAsync(app.Address, token: token)));
        var stuck = await app.NotReadyAsync("flow_writer");
        var live = await Readiness.AskAsync(app.Address, "/health/live", token);
        fragile.Server.Thaw();

        live.Status.ShouldBe(HttpStatusCode.OK);
        probes.ShouldAllBe(probe => probe.Status == HttpStatusCode.ServiceUnavailable && probe.Report.Text("database") == "does not answer within 2 seconds");
        stuck.Text("flow_writer").ShouldBe("is stuck: events are kept and tried again");
        (await chat.ReceiveUntilAsync("done", "error")).Text("type").ShouldBe("done");
        await app.ReadyAsync();
        var open = await app.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'omni2'");
        open.ShouldBeLessThan(Probes);
        output.WriteLine($"{Probes} probes while the database hung: all answered; {open} connections of the app afterwards. Last report: {stuck.ToJsonString()}");
    }

    public void Dispose() => fragile.Server.Thaw();
}
