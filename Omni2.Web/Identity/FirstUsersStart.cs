using Omni2.Web.Identity.External;

namespace Omni2.Web.Identity;

internal static class FirstUsersStart
{
    public static async Task EnsureFirstUsersAsync(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FirstUsers>().EnsureAsync(CancellationToken.None);
        await services.GetRequiredService<ExternalAccounts>().CheckRoleAsync(CancellationToken.None);
    }
}
