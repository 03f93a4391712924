using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Omni2.Web.Data;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary>Makes the default roles and the first people, once.</summary>
internal sealed partial class FirstUsers(
    Omni2DbContext db,
    UserManager<User> users,
    IConfiguration configuration,
    IHostEnvironment environment,
    TimeProvider time,
    ILogger<FirstUsers> logger)
{
    public const string DemoPassword = "omni2-demo";

    /// <summary>The MCP server that is always there; every default role may use it.</summary>
    public const string BuiltInMcpServer = "omni2";

    /// <summary>USD per UTC day, where nothing else was said.</summary>
    public const decimal DefaultCostLimit = 10;

    public static readonly (string Email, string Role)[] DemoUsers = [("admin@omni2.local", "admin"), ("neo@matrix.com", "user"), ("avi@omni.com", "user")];

    private static readonly string[] DemoEmails = [.. DemoUsers.Select(user => user.Email)];

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await EnsurePeopleAsync(cancellationToken);
        if (!await db.Set<User>().AnyAsync(cancellationToken))
        {
            LogNobody();
        }
    }

    private async Task EnsurePeopleAsync(CancellationToken cancellationToken)
    {
        await EnsureRolesAsync(cancellationToken);
        var (email, password) = (configuration["Omni2:Admin:Email"], configuration["Omni2:Admin:Password"]);
        if (!string.IsNullOrEmpty(email) && !string.IsNullOrEmpty(password))
        {
            await EnsureAdministratorAsync(email, password);
        }
        else if (environment.IsDevelopment())
        {
            await EnsureDemoUsersAsync(cancellationToken);
        }
    }

    private async Task EnsureRolesAsync(CancellationToken cancellationToken)
    {
        if (await db.Set<Role>().AnyAsync(cancellationToken))
        {
            return;
        }

        db.AddRange(
            DefaultRole("admin", "May do everything", Rights.All),
            DefaultRole("operator", "Chats, watches flows live and reads lists of activities", Rights.Chat | Rights.Monitor | Rights.Analytics),
            DefaultRole("auditor", "Chats, reads lists of activities and what others wrote", Rights.Chat | Rights.Analytics | Rights.Content),
            DefaultRole("user", "Chats", Rights.Chat));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Role DefaultRole(string name, string description, Rights rights) =>
        new() { Name = name, Description = description, Rights = rights.ToNames(), CostLimitDaily = DefaultCostLimit, McpAccess = [BuiltInMcpServer] };

    private async Task EnsureAdministratorAsync(string email, string password)
    {
        if (await users.FindByEmailAsync(email) is null)
        {
            await CreateAsync(email, "Administrator", "admin", password);
        }
    }

    private async Task EnsureDemoUsersAsync(CancellationToken cancellationToken)
    {
        if (await db.Set<User>().AnyAsync(user => !DemoEmails.Contains(user.Email), cancellationToken))
        {
            return;
        }

        await EnsureDemoUserAsync(DemoEmails[0], "Ada Admin", "admin");
        await EnsureDemoUserAsync(DemoEmails[1], "Thomas Anderson", "user");
        await EnsureDemoUserAsync(DemoEmails[2], "Avi Cohen", "user");
        LogDemoUsers(string.Join(", ", DemoEmails), DemoPassword);
    }

    private async Task EnsureDemoUserAsync(string email, string fullName, string role)
    {
        if (await users.FindByEmailAsync(email) is null)
        {
            await CreateAsync(email, fullName, role, DemoPassword);
        }
    }

    private async Task CreateAsync(string email, string fullName, string role, string password)
    {
        var user = new User { UserName = email, Email = email, FullName = fullName, RoleName = role, CreatedAt = time.GetUtcNow() };
        var result = await users.CreateAsync(user, password);
        if (!result.Succeeded)
        {
            throw new StartupException($"The first administrator cannot be made from Omni2__Admin__Email and Omni2__Admin__Password: {string.Join(" ", result.Errors.Select(error => error.Description))}");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody can sign in yet: set Omni2__Admin__Email and Omni2__Admin__Password to make the first administrator")]
    private partial void LogNobody();

    [LoggerMessage(Level = LogLevel.Information, Message = "Development sign-in: {Emails}, each with the password {Password}")]
    private partial void LogDemoUsers(string emails, string password);
}
