using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

/// <summary>What of a person is to be; what is not given stays as it is.</summary>
internal sealed record UserChange(JsonMembers Body)
{
    public const int LongestText = 256;

    /// <summary>Null when it is not given, or not valid.</summary>
    public string? Email { get; } = ReadEmail(Body);

    public string? FullName { get; } = Body.Has("full_name") ? Body.Text("full_name", LongestText) ?? "" : null;

    public string? Role { get; } = ReadRole(Body);

    public bool? Active { get; } = Body.Has("active") ? Body.Flag("active", standard: false) : null;

    private decimal? CostLimitDaily { get; } = Body.Amount("cost_limit_daily", Limits.MostUsd);

    private int? MessagesPerHour { get; } = Body.Count("messages_per_hour", Limits.MostMessages);

    /// <summary>A new person has an e-mail and a role.</summary>
    public UserChange ForNew()
    {
        Body.Errors.Require("email", Email);
        Body.Errors.Require("role", Role);
        return this;
    }

    /// <summary>All but the e-mail.</summary>
    public void ApplyTo(User user)
    {
        user.FullName = FullName ?? user.FullName;
        user.RoleName = Role ?? user.RoleName;
        user.Active = Active ?? user.Active;
        if (Body.Has("cost_limit_daily"))
        {
            user.CostLimitDaily = CostLimitDaily;
        }

        if (Body.Has("messages_per_hour"))
        {
            user.MessagesPerHour = MessagesPerHour;
        }
    }

    private static string? ReadEmail(JsonMembers body)
    {
        if (!body.Has("email"))
        {
            return null;
        }

        var email = body.Text("email", LongestText);
        if (email is not null && EmailAddress.IsValid(email))
        {
            return email;
        }

        body.Errors.Add("email", $"'email' must be an e-mail address of at most {LongestText} characters.");
        return null;
    }

    private static string? ReadRole(JsonMembers body)
    {
        if (!body.Has("role"))
        {
            return null;
        }

        var role = body.Text("role", LongestText);
        body.Errors.Require("role", role);
        return role;
    }
}
