namespace Omni2.Web.Tests.Support;

/// <summary>The key with which apps under test sign tokens.</summary>
public static class TestSigningKey
{
    public const string Value = "a-key-of-the-tests-that-is-long-enough-1234";
}
