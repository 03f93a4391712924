namespace Omni2.Web.Tests.Support;

/// <summary>A person made by a test.</summary>
public sealed record TestUser(int Id, string Email, string Role, string Password)
{
    public const string StandardPassword = "a password of the tests";
}
