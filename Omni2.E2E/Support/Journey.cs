using System.Text.RegularExpressions;

namespace Omni2.E2E.Support;

/// <summary>A story: its visitors and the apps of its own. A failed one leaves pictures and traces under TestResults.</summary>
public abstract partial class Journey(Stage stage) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private readonly List<HostedApp> _apps = [];

    internal Stage Stage { get; } = stage;

    internal ScriptedModel Model => Stage.Model;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        try
        {
            foreach (var (visitor, number) in _visitors.Select((visitor, index) => (visitor, index + 1)))
            {
                await LeaveAsync(visitor, failed ? Place(number) : null);
            }
        }
        finally
        {
            foreach (var app in _apps)
            {
                await app.DisposeAsync();
            }
        }
    }

    /// <summary>An app whose demo accounts and process are this story's alone.</summary>
    internal async Task<HostedApp> StartAppAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var app = await Stage.StartAppAsync(settings);
        _apps.Add(app);
        return app;
    }

    internal async Task<Visitor> VisitAsync(HostedApp app, Screen? screen = null)
    {
        var visitor = await Visitor.OpenAsync(Stage.Browser, app, screen ?? Screen.Desk);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>A visitor who has signed in.</summary>
    internal async Task<Visitor> VisitAsync(HostedApp app, Account account, Screen? screen = null)
    {
        var visitor = await VisitAsync(app, screen);
        await visitor.SignInAsync(account);
        return visitor;
    }

    private static async Task LeaveAsync(Visitor visitor, string? evidence)
    {
        try
        {
            if (evidence is not null)
            {
                await visitor.SaveEvidenceAsync(evidence);
            }
            else
            {
                visitor.ShouldHaveSeenNoProblem();
            }
        }
        finally
        {
            await visitor.CloseAsync();
        }
    }

    private static string Place(int number)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Omni2.sln")))
        {
            folder = folder.Parent;
        }

        var name = NotForFiles().Replace(TestContext.Current.Test?.TestDisplayName ?? "test", "_");
        return Path.Combine(folder.FullName, "TestResults", "e2e", $"{name}-{number}");
    }

    [GeneratedRegex("[^A-Za-z0-9_.-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotForFiles();
}
