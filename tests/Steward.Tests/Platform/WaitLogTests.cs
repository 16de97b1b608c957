using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Platform;

public sealed class WaitLogTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Waits_are_kept_by_reason_told_to_the_person_and_shown_to_nobody_else()
    {
        await using var services = database.Services();
        var (person, run) = ((await database.AddPersonAsync()).PersonId, Guid.NewGuid());
        var now = database.Clock.GetUtcNow();
        using (services.GetRequiredService<WaitLog>().Watch(person, run))
        {
            await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => Waits.Tell(new("The provider asks to slow down", TimeSpan.FromSeconds(i))))));
            Waits.Tell(new("The provider did not answer", TimeSpan.FromSeconds(3)));
        }
        Waits.Tell(new("After the scope", TimeSpan.FromSeconds(9)));

        var waits = await ReadAsync(person, run, 2);
        var slow = Assert.Single(waits, w => w.Reason == "The provider asks to slow down");
        Assert.Equal((20, 210.0, now.AddSeconds(20)), (slow.Times, slow.Seconds, slow.Until));
        Assert.Equal(2, waits.Count);
        await using var db = database.Context();
        Assert.Empty(await db.WaitsOfAsync(Guid.NewGuid(), run, CancellationToken.None));
        Assert.Equal(21, await db.Set<LiveEvent>().CountAsync(e => e.PersonId == person && e.Type == "waiting" && e.SubjectId == run));
    }

    [Fact]
    public async Task What_is_older_than_thirty_days_goes()
    {
        var clock = new ManualClock(database.Clock.GetUtcNow());
        await using var services = database.Services(clock: clock);
        var (person, old, fresh) = ((await database.AddPersonAsync()).PersonId, Guid.NewGuid(), Guid.NewGuid());
        using (services.GetRequiredService<WaitLog>().Watch(person, old))
            Waits.Tell(new("x", TimeSpan.FromSeconds(1)));
        await ReadAsync(person, old, 1);
        clock.Advance(TimeSpan.FromDays(31));
        using (services.GetRequiredService<WaitLog>().Watch(person, fresh))
            Waits.Tell(new("x", TimeSpan.FromSeconds(1)));
        await ReadAsync(person, fresh, 1);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ForgetWaits>().RunAsync(default);
        await using var db = database.Context();
        Assert.NotEmpty(await db.WaitsOfAsync(person, fresh, CancellationToken.None));
        Assert.Empty(await db.WaitsOfAsync(person, old, CancellationToken.None));
    }

    /// <summary>They are written beside whoever waits: until as many reasons are there, and each has all of its waits.</summary>
    async Task<IReadOnlyList<WaitView>> ReadAsync(Guid person, Guid subject, int reasons)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (true)
        {
            await using var db = database.Context();
            var waits = await db.WaitsOfAsync(person, subject, CancellationToken.None);
            if (waits.Count >= reasons)
                return waits;
            Assert.True(DateTime.UtcNow < deadline, $"Only {waits.Count} reasons were written.");
            await Task.Delay(20);
        }
    }
}
