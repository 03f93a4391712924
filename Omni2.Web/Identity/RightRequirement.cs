using Microsoft.AspNetCore.Authorization;

namespace Omni2.Web.Identity;

/// <summary>Admits an active person who has the right, by their row at this moment.</summary>
internal sealed record RightRequirement(Rights Right) : IAuthorizationRequirement;

internal sealed class RightHandler(IHttpContextAccessor accessor) : AuthorizationHandler<RightRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        if (accessor.HttpContext?.SignedIn()?.Person.May(requirement.Right) == true)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Names of the authorisation policies, for attributes and endpoints.</summary>
internal static class Policies
{
    public const string Chat = "chat";
    public const string Monitor = "monitor";
    public const string Analytics = "analytics";
    public const string Admin = "admin";
}
