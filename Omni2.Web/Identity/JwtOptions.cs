using System.Security.Cryptography;
using System.Text;
using Omni2.Web.Identity.External;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary>The section <c>Omni2:Jwt</c>.</summary>
internal sealed class JwtOptions
{
    public const string Section = "Omni2:Jwt";

    private const int KeyBytes = 32;
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);

    /// <summary>HS256 key as text; its UTF-8 bytes, 32 or more, are the key.</summary>
    public string SigningKey { get; set; } = "";

    public string Issuer { get; set; } = "omni2";

    public string Audience { get; set; } = "omni2";

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>An OpenID Connect issuer, whose tokens sign in too; empty: none. Without a slash at its end.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Whether somebody whom only the issuer knows becomes a user.</summary>
    public bool CreateUsers { get; set; }

    /// <summary>The role of such a user.</summary>
    public string CreateRole { get; set; } = "user";

    /// <summary>How long the issuer may take to tell its keys.</summary>
    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Without a key there are only the tokens of the external issuer.</summary>
    public bool IssuesTokens => SigningKey.Length > 0;

    public bool HasAuthority => Authority.Length > 0;

    public byte[] KeyMaterial => Encoding.UTF8.GetBytes(SigningKey);

    /// <summary>Reads the section; in Development a missing key is made once and kept in <paramref name="dataFolder"/>.</summary>
    public static JwtOptions Read(IConfiguration configuration, bool development, string dataFolder)
    {
        var options = configuration.GetSection(Section).Get<JwtOptions>() ?? new JwtOptions();
        options.Authority = ReadAuthority(options);
        if (!options.IssuesTokens && options.HasAuthority)
        {
            return options;
        }

        if (!options.IssuesTokens && development)
        {
            options.SigningKey = KeptKey(Path.Combine(dataFolder, "jwt-signing-key"));
        }

        if (!options.IssuesTokens)
        {
            throw new StartupException($"Omni2__Jwt__SigningKey is missing: set it to a secret of {KeyBytes} bytes or more.");
        }

        if (options.Lifetime <= TimeSpan.Zero || options.Lifetime > LongestLifetime)
        {
            throw new StartupException($"Omni2__Jwt__Lifetime must be longer than 0 and at most {LongestLifetime.Days} days, such as 08:00:00.");
        }

        if (options.Issuer.Length == 0 || options.Audience.Length == 0)
        {
            throw new StartupException("Omni2__Jwt__Issuer and Omni2__Jwt__Audience must not be empty: leave them out for omni2.");
        }

        return options.KeyMaterial.Length >= KeyBytes
            ? options
            : throw new StartupException($"Omni2__Jwt__SigningKey is too short: it needs {KeyBytes} bytes or more.");
    }

    private static string ReadAuthority(JwtOptions options)
    {
        if (options.BackchannelTimeout <= TimeSpan.Zero || options.BackchannelTimeout > TimeSpan.FromMinutes(1))
        {
            throw new StartupException("Omni2__Jwt__BackchannelTimeout must be longer than 0 and at most a minute, such as '00:00:05'.");
        }

        var authority = options.Authority.Trim().TrimEnd('/');
        return authority.Length == 0 || (Uri.TryCreate(authority, UriKind.Absolute, out var address) && IssuerDocuments.MayAsk(address) && address.Query.Length == 0)
            ? authority
            : throw new StartupException("Omni2__Jwt__Authority must be the https address of an OpenID Connect issuer (http only on this machine) without user name, query and fragment, such as 'https://login.example.com/realms/omni2'.");
    }

    private static string KeptKey(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new StreamWriter(path, Encoding.ASCII, create);
            file.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Made at an earlier start, or by another instance just now.
        }

        return File.ReadAllText(path).Trim();
    }
}
