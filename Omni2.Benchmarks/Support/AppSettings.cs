namespace Omni2.Benchmarks.Support;

/// <summary>The environment in which the app runs here: as in production, on 127.0.0.1.</summary>
internal static class AppSettings
{
    public static Dictionary<string, string> For(string connection, Uri address, Uri? model = null)
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["ConnectionStrings__Omni2"] = connection,
            ["Omni2__Jwt__SigningKey"] = BenchmarkPeople.SigningKey,
            ["Omni2__Admin__Email"] = BenchmarkPeople.AdminEmail,
            ["Omni2__Admin__Password"] = BenchmarkPeople.Password,
            ["Serilog__MinimumLevel__Default"] = "Warning",
            ["Serilog__MinimumLevel__Override__Microsoft.Hosting.Lifetime"] = "Warning",
        };
        if (model is not null)
        {
            settings["Omni2__Llm__Provider"] = "openai";
            settings["Omni2__Llm__BaseUrl"] = model.ToString();
            settings["Omni2__Llm__Model"] = "mock-model";
            // The baselines send the question alone: a conversation that grows would be weighed, not the app.
            settings["Omni2__Llm__HistoryTokens"] = "0";
            settings["Omni2__Llm__InputPricePerMillion"] = "1";
            settings["Omni2__Llm__OutputPricePerMillion"] = "2";
        }

        return settings;
    }
}
