using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>The first line of a chat for which nobody wrote a welcome message.</summary>
internal static class Greeting
{
    public static string For(Person person) =>
        FirstName(person) is { } name ? $"Welcome, {name}. What can I do for you?" : "Welcome. What can I do for you?";

    /// <summary>Null when their full name is not known.</summary>
    public static string? FirstName(Person person) => person.FullName.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}
