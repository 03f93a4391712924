using Omni2.Web;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Shared;

try
{
    var builder = WebApplication.CreateBuilder(StartOptions.From(args));
    builder.AddLogging();
    using var startLogging = StartOptions.Logging(builder);
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
