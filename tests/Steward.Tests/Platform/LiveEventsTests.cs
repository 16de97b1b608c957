using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Platform;

public sealed class LiveEventsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Several_events_of_one_person_in_one_transaction_keep_their_order_and_the_numbers_have_no_gap()
    {
        var (person, _) = await database.AddPersonAsync();
        await using var services = database.Services();
        for (var round = 0; round < 3; round++)
        {
            await using var scope = services.CreateAsyncScope();
            var live = scope.ServiceProvider.GetRequiredService<LiveEvents>();
            for (var i = 0; i < 12; i++)
                live.Stage(person, $"e{round}-{i}", null, new { i });
            await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
        }
        await using var db = database.Context();
        var events = await db.Set<LiveEvent>().Where(e => e.PersonId == person).OrderBy(e => e.Seq).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 36).Select(n => (long)n), events.Select(e => e.Seq));
        Assert.Equal(from round in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 12) select $"e{round}-{i}", events.Select(e => e.Type));
    }
}
