using Microsoft.Extensions.Options;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary>The section <c>Omni2:Admin</c>: who becomes the first administrator.</summary>
internal sealed class AdminOptions
{
    public const string Section = "Omni2:Admin";

    /// <summary>Characters of the shortest password, of anybody.</summary>
    public const int ShortestPassword = 8;

    public string? Email { get; set; }

    public string? Password { get; set; }
}

internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        var (email, password) = (options.Email ?? "", options.Password ?? "");
        return email.Length == 0 && password.Length == 0 ? ValidateOptionsResult.Success
            : email.Length == 0 || password.Length == 0 ? ValidateOptionsResult.Fail("Omni2__Admin__Email and Omni2__Admin__Password belong together: set both, or neither.")
            : !EmailAddress.IsValid(email) ? ValidateOptionsResult.Fail("Omni2__Admin__Email must be an e-mail address, such as admin@example.org.")
            : password.Length < AdminOptions.ShortestPassword ? ValidateOptionsResult.Fail($"Omni2__Admin__Password is too short: it needs {AdminOptions.ShortestPassword} characters or more.")
            : ValidateOptionsResult.Success;
    }
}
