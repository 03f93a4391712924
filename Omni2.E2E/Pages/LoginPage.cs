using Omni2.E2E.Support;

namespace Omni2.E2E.Pages;

internal sealed class LoginPage(IPage page)
{
    public ILocator Email => page.GetByLabel("Email");

    public ILocator Password => page.GetByLabel("Password");

    public ILocator Error => page.GetByRole(AriaRole.Alert);

    public static async Task<LoginPage> OpenAsync(IPage page)
    {
        await page.GotoAsync("/login");
        return new LoginPage(page);
    }

    public async Task SignInAsync(Account account)
    {
        await SubmitAsync(account.Email, Account.Password);
        await page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/login", StringComparison.Ordinal));
    }

    public async Task SubmitAsync(string email, string password)
    {
        await Email.FillAsync(email);
        await Password.FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
