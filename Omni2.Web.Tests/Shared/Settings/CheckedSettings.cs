using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Omni2.Web.Shared;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared.Settings;

/// <summary>The check of the configuration, without a start.</summary>
internal static class CheckedSettings
{
    /// <summary>A configuration in Production that is right, with these values instead; an empty one takes a value away.</summary>
    public static WebApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionStrings:Omni2"] = "Host=localhost;Database=omni2",
            ["Omni2:Jwt:SigningKey"] = Omni2App.SigningKey,
        };
        foreach (var (key, value) in settings)
        {
            all[key.Replace("__", ":", StringComparison.Ordinal)] = value;
        }

        builder.Configuration.AddInMemoryCollection(all);
        return builder;
    }

    /// <summary>What an operator is told, line by line.</summary>
    public static string[] Faults(params (string Key, string Value)[] settings)
    {
        try
        {
            Builder(settings).CheckSettings();
            return [];
        }
        catch (StartupException problem)
        {
            return problem.Message.Split(Environment.NewLine);
        }
    }
}
