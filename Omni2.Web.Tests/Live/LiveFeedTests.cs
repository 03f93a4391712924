using Omni2.Web.Live;

namespace Omni2.Web.Tests.Live;

public sealed class LiveFeedTests
{
    private readonly LiveFeed<string, int> feed = new(TimeProvider.System);

    [Fact]
    public void A_watcher_gets_what_is_published_under_its_key_in_order()
    {
        using var owls = feed.Subscribe("owls", 10);
        using var hawks = feed.Subscribe("hawks", 10);

        feed.Publish("owls", 1);
        feed.Publish("hawks", 2);
        feed.Publish("owls", 3);

        ReadAll(owls).ShouldBe([1, 3]);
        ReadAll(hawks).ShouldBe([2]);
    }

    [Fact]
    public void A_watcher_that_is_too_slow_loses_the_oldest_and_is_told_how_many()
    {
        using var slow = feed.Subscribe("owls", 3);
        using var other = feed.Subscribe("owls", 10);

        Enumerable.Range(1, 8).ToList().ForEach(item => feed.Publish("owls", item));

        slow.TryRead(out var first, out var dropped).ShouldBeTrue();
        (first, dropped).ShouldBe((6, 5));
        slow.TryRead(out _, out dropped).ShouldBeTrue();
        dropped.ShouldBe(0);
        ReadAll(slow).ShouldBe([8]);
        ReadAll(other).Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_watcher_that_left_gets_nothing_and_its_reading_ends()
    {
        var gone = feed.Subscribe("owls", 10);
        using var stays = feed.Subscribe("owls", 10);
        gone.Dispose();

        feed.Publish("owls", 1);

        ReadAll(gone).ShouldBeEmpty();
        (await gone.WaitAsync()).ShouldBeFalse();
        ReadAll(stays).ShouldBe([1]);
        feed.WatcherCount.ShouldBe(1);
    }

    [Fact]
    public async Task Watchers_that_come_and_go_at_once_leave_nothing_behind()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                using var watcher = feed.Subscribe("owls", 4);
                feed.Publish("owls", i);
                watcher.TryRead(out _, out _).ShouldBeTrue();
            }
        })));

        feed.WatcherCount.ShouldBe(0);
    }

    private static List<int> ReadAll(LiveSubscription<int> subscription)
    {
        var items = new List<int>();
        while (subscription.TryRead(out var item, out _))
        {
            items.Add(item);
        }

        return items;
    }
}
