using Steward.Runs;

namespace Steward.Tests.Runs;

public sealed class WorkerPlacesTests
{
    static WorkerPlaces Opened(int count = 2, bool direct = true)
    {
        var places = new WorkerPlaces(count, direct);
        places.Open();
        return places;
    }

    static WorkerPlaces Free(int count = 2)
    {
        var places = Opened(count);
        places.Looked(places.Look(), more: false);
        return places;
    }

    [Fact]
    public void Before_the_first_look_nobody_comes_directly()
    {
        var places = Opened();
        Assert.False(places.TryTake());
        Assert.Equal(2, places.Look());
        Assert.False(places.TryTake());
        places.Looked(unused: 2, more: false);
        Assert.True(places.TryTake());
    }

    [Fact]
    public void There_are_only_so_many_places_for_both_ways()
    {
        var places = Free();
        Assert.True(places.TryTake());
        Assert.Equal(1, places.Look());
        places.Looked(unused: 0, more: false);
        Assert.False(places.TryTake());
        Assert.False(places.Leave());
        Assert.True(places.TryTake());
    }

    [Fact]
    public void While_somebody_may_wait_nobody_comes_directly_and_who_leaves_lets_a_claim_begin()
    {
        var places = Free();
        Assert.True(places.TryTake());
        places.Hint();
        Assert.False(places.TryTake());
        Assert.True(places.Leave());
        var free = places.Look();
        places.Looked(unused: 0, more: true);
        Assert.Equal(2, free);
        Assert.True(places.Leave());
        Assert.False(places.TryTake());
        places.Looked(places.Look(), more: false);
        Assert.True(places.TryTake());
    }

    [Fact]
    public void A_look_without_a_place_is_made_up_for_by_who_leaves()
    {
        var places = Free(count: 1);
        Assert.True(places.TryTake());
        Assert.Equal(0, places.Look());
        Assert.True(places.Leave());
        Assert.False(places.TryTake());
    }

    [Fact]
    public void With_limits_every_run_is_claimed()
    {
        var places = Opened(direct: false);
        places.Looked(places.Look() - 1, more: false);
        Assert.False(places.TryTake());
        Assert.True(places.Leave());
    }

    [Fact]
    public async Task Closing_waits_for_those_who_are_in()
    {
        var places = Free();
        Assert.True(places.TryTake());
        var closed = places.CloseAsync();
        Assert.False(places.TryTake());
        Assert.False(closed.IsCompleted);
        places.Leave();
        await closed;
    }
}
