using Omni2.Web;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Shared;
using Omni2.Web.Shared.Logging;
using Omni2.Web.Shared.Settings;

if (args is [HealthProbe.Argument])
{
    return await HealthProbe.RunAsync();
}

try
{
    var builder = WebApplication.CreateBuilder(StartOptions.From(args));
    builder.AddSecretFiles();
    builder.CheckSettings();
    using var startLogging = builder.AddLogging();
    builder.WarnOfStrays(startLogging.CreateLogger("Omni2.Web.Start"));
    await using var postgres = await builder.AddEmbeddedPostgresWhenNeededAsync(startLogging.CreateLogger<EmbeddedPostgres>());
    builder.AddOmni2();
    var app = builder.Build();
    app.MapOmni2();
    await app.PrepareOmni2Async();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartupProblem.Of(e) is not null)
{
    await Console.Error.WriteLineAsync(StartupProblem.Of(e));
    return 1;
}
