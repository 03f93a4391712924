using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>The first line of a chat.</summary>
internal static class Greeting
{
    public static string For(Person person)
    {
        var firstName = person.FullName.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return firstName is null ? "Welcome. What can I do for you?" : $"Welcome, {firstName}. What can I do for you?";
    }
}
