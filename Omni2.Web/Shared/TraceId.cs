using System.Diagnostics;

namespace Omni2.Web.Shared;

/// <summary>The id that a person can give to an administrator, who finds it in the log.</summary>
internal static class TraceId
{
    public static string Of(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
