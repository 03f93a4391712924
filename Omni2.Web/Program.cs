using Omni2.Web;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Shared;

using var startLogging = LoggerFactory.Create(logging => logging.AddSimpleConsole());
try
{
    var builder = WebApplication.CreateBuilder(args);
    await using var postgres = await builder.AddEmbeddedPostgresWhenNeededAsync(startLogging.CreateLogger<EmbeddedPostgres>());
    builder.AddOmni2();
    var app = builder.Build();
    app.MapOmni2();
    await app.RunAsync();
    return 0;
}
catch (StartupException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
