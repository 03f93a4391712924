using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile.Fuzzing;

/// <summary>An app of its own: a mutated request may by chance be a good one, and change what other tests rely on.</summary>
[CollectionDefinition(nameof(FuzzWorld))]
public sealed class FuzzWorld : ICollectionFixture<HostileWorld>;

/// <summary>What holds after any input: nothing was logged, no word of anybody in particular, and the next person is served.</summary>
[Collection(nameof(FuzzWorld))]
public abstract class FuzzTests(HostileWorld world, ITestOutputHelper output) : HostileTests(world)
{
    /// <summary>A word in everything that is typed, which may turn up in no log and in no refusal.</summary>
    protected const string Marker = "xylographically";

    // Logs addresses with their query; the app's own log takes only its warnings.
    private const string Addresses = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static TheoryData<int> Seeds => [20261120, 4711, 42, 7];

    protected async Task ShouldGoOnAsync(string told)
    {
        output.WriteLine(told);
        World.App.Logs.Entries.Where(entry => entry.Category != Addresses && $"{entry}".Contains(Marker, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        using var client = World.App.ClientFor(World.Admin);
        await client.GetJsonAsync("/api/v1/monitoring/list");
        (await World.App.SayAsync(World.Neo, "Still here?")).Text("type").ShouldBe("done");
    }

    /// <summary>For a failure: the seed, which of its inputs, and that input as a string of C#.</summary>
    protected static string Told(int seed, int number, byte[] input) =>
        $"seed {seed}, input {number}: {string.Concat(Encoding.Latin1.GetString(input).Select(c => c is >= ' ' and < '\u007f' ? $"{c}" : $"\\x{(int)c:x2}"))}";
}
