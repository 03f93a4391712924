using System.Globalization;

namespace Omni2.Web.Access;

/// <summary>Amounts in USD as text.</summary>
internal static class Money
{
    /// <summary>At least two digits behind the point, up to six, so that small amounts differ: <c>0.13</c>, <c>0.0021</c>.</summary>
    public static string Format(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);
}
