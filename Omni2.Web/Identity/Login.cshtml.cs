using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

public sealed class LoginModel : PageModel
{
    private readonly PasswordSignIn _signIn;
    private readonly IWebHostEnvironment _environment;

    public LoginModel(IServiceProvider services)
    {
        _signIn = services.GetRequiredService<PasswordSignIn>();
        _environment = services.GetRequiredService<IWebHostEnvironment>();
    }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string? Error { get; private set; }

    public bool ShowsDemoUsers => _environment.IsDevelopment();

    public IActionResult OnGet() => HttpContext.SignedIn() is null ? Page() : Away();

    public async Task<IActionResult> OnPostAsync()
    {
        var user = string.IsNullOrWhiteSpace(Email) || string.IsNullOrEmpty(Password)
            ? null
            : await _signIn.CheckAsync(CleanText.Of(Email.Trim()), CleanText.Of(Password));
        if (user is null)
        {
            Error = PasswordSignIn.Failure;
            Password = null;
            return Page();
        }

        await CookieSignIn.SignInAsync(HttpContext, user);
        return Away();
    }

    // Only to our own pages: an address from outside could lead a person to a copy of this one.
    private LocalRedirectResult Away() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? PagePaths.InHeader(ReturnUrl) : "/chat");
}
