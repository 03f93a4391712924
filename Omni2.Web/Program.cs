using Omni2.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddOmni2();
var app = builder.Build();
app.MapOmni2();
await app.RunAsync();
