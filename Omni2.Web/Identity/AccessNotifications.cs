using System.Globalization;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Identity;

/// <summary>A trigger says that a user's or a role's row has changed: <c>access:7</c>, or <c>access:</c> for everybody.</summary>
internal sealed class AccessChangeHandler(OpenSockets sockets) : INotificationHandler
{
    public string Kind => "access";

    public Task HandleAsync(string argument, CancellationToken cancellationToken) =>
        sockets.ReviewAsync(int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null, cancellationToken);

    public Task ResynchroniseAsync(CancellationToken cancellationToken) => sockets.ReviewAsync(null, cancellationToken);
}

/// <summary>Somebody signed out, on this or another instance: <c>signout:sign-in id</c>.</summary>
internal sealed class SignOutHandler(OpenSockets sockets) : INotificationHandler
{
    public const string KindName = "signout";

    public string Kind => KindName;

    public Task HandleAsync(string argument, CancellationToken cancellationToken)
    {
        sockets.SignOut(argument);
        return Task.CompletedTask;
    }

    public Task ResynchroniseAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
