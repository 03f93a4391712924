using System.Globalization;
using Omni2.Web.Access.Management;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

/// <summary>The fields of an account as a form shows and posts them.</summary>
/// <param name="Roles">That may be chosen.</param>
/// <param name="Errors">By member.</param>
internal sealed record AccountFields(string? Email, string? FullName, string? Role, string? CostLimitDaily, string? MessagesPerHour, IReadOnlyList<string> Roles, MemberErrors Errors)
{
    public static AccountFields Of(UserView user, IReadOnlyList<string> roles) => new(
        user.Email, user.FullName, user.Role, user.CostLimitDaily?.ToString(CultureInfo.InvariantCulture), user.MessagesPerHour?.ToString(CultureInfo.InvariantCulture), roles, new MemberErrors());

    public static AccountFields Of(IFormCollection form, IReadOnlyList<string> roles, MemberErrors errors) =>
        new(form["email"], form["full_name"], form["role"], form["cost_limit_daily"], form["messages_per_hour"], roles, errors);

    /// <summary>As the API takes it.</summary>
    public FormBody ToBody() => new FormBody()
        .Text("email", Email)
        .Text("full_name", FullName)
        .Text("role", Role)
        .Number("cost_limit_daily", CostLimitDaily)
        .Number("messages_per_hour", MessagesPerHour);

    public string? ErrorOf(string member) => FormErrors.Of(Errors, member);
}
