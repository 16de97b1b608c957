using Steward.Calendar;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Calendar.Scheduling;

public sealed class GuestTimeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Guests_are_not_double_booked_as_far_as_the_calendars_show_and_the_result_says_so()
    {
        await using var desk = await Desk.CreateAsync(database);
        EventTime Time(int hour) => EventTime.At(new(2026, 11, 24, hour, 0, 0), "Europe/Berlin");
        await desk.StoreAsync(new ParsedEvent
        {
            Index = 1, Uid = "theirs@x", Summary = "Anna’s review", Start = Time(9), End = Time(15),
            Attendees = [new("anna@x.example", "Anna", ResponseStatus.Accepted), new(desk.Account.Address, null, ResponseStatus.Declined)],
        });
        Task<Result<IReadOnlyList<FreeSlot>>> FindAsync(params string[] guests) => desk.InAsync<FindFreeSlots, Result<IReadOnlyList<FreeSlot>>>(find => find.ExecuteAsync(desk.Account.PersonId, new SlotRequest
        {
            From = Desk.Utc("2026-11-24"), To = Desk.Utc("2026-11-25"), Duration = TimeSpan.FromMinutes(60), Guests = guests, Hours = new WorkingHours("Europe/Berlin", new(9, 0), new(17, 0), [1, 2, 3, 4, 5]), Limit = 20,
        }, default));
        Assert.Contains((await FindAsync()).Value, slot => slot.Start < Desk.Utc("2026-11-24T14:00Z"));
        Assert.All((await FindAsync("ANNA@x.example")).Value, slot => Assert.True(slot.Start >= Desk.Utc("2026-11-24T14:00Z")));
        Assert.Contains((await FindAsync("ben@x.example")).Value, slot => slot.Start < Desk.Utc("2026-11-24T14:00Z"));
    }
}
