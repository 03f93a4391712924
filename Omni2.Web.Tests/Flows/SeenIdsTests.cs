using Omni2.Web.Flows;

namespace Omni2.Web.Tests.Flows;

public sealed class SeenIdsTests
{
    private const int Capacity = 64;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SeenIds seen = new(Capacity);

    [Fact]
    public void An_id_is_new_once()
    {
        var ids = Add(Capacity);

        ids.ShouldAllBe(item => !seen.Add(item.Id, item.Time));
    }

    [Fact]
    public void Ids_of_the_same_time_and_late_ones_are_told_apart()
    {
        var late = Guid.CreateVersion7(Start);
        seen.Add(Guid.CreateVersion7(Start), Start).ShouldBeTrue();
        seen.Add(Guid.CreateVersion7(Start), Start.AddSeconds(1)).ShouldBeTrue();
        seen.Add(Guid.CreateVersion7(Start), Start.AddSeconds(1)).ShouldBeTrue();

        seen.Add(late, Start).ShouldBeTrue();
        seen.Add(late, Start).ShouldBeFalse();
    }

    [Fact]
    public void The_latest_are_remembered_and_the_oldest_forgotten()
    {
        var ids = Add((3 * Capacity) + 5);

        ids.TakeLast(Capacity).ShouldAllBe(item => !seen.Add(item.Id, item.Time));
        seen.Add(ids[0].Id, ids[0].Time).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_recognises_what_a_plain_set_would(int seed)
    {
        var random = new Random(seed);
        var latest = new List<Guid>();
        var ids = Enumerable.Range(0, 100).Select(i => (Id: Guid.NewGuid(), Time: Start.AddMilliseconds(i / 3))).ToArray();

        for (var i = 0; i < 10_000; i++)
        {
            var (id, time) = ids[random.Next(ids.Length)];
            var isNew = !latest.TakeLast(Capacity).Contains(id);
            seen.Add(id, time).ShouldBe(isNew);
            if (isNew)
            {
                latest.Add(id);
            }
        }
    }

    private List<(Guid Id, DateTimeOffset Time)> Add(int count)
    {
        var ids = Enumerable.Range(0, count).Select(i => (Id: Guid.NewGuid(), Time: Start.AddMilliseconds(i))).ToList();
        ids.ShouldAllBe(item => seen.Add(item.Id, item.Time));
        return ids;
    }
}
