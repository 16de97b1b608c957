using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Calendar;
using Steward.Testing;

namespace Steward.Tests.Calendar;

/// <summary>Whoever has chosen no zone lives in this Steward's, in the calendar as everywhere else.</summary>
public sealed class SettingsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Somebody_without_settings_has_the_zone_of_this_steward_in_the_calendar_too()
    {
        var (person, _) = await database.AddPersonAsync();
        await using var services = database.Services(s => s.AddSingleton(new DefaultZone("Asia/Tokyo")).AddCalendar());
        await using var scope = services.CreateAsyncScope();
        Assert.Equal("Asia/Tokyo", (await scope.ServiceProvider.GetRequiredService<PersonSettingsReader>().GetAsync(person, default)).Zone);

        // midnight to midnight in Tokyo is the person's whole day: the only eight hours of work in it begin at nine there
        var from = new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero);
        var slots = await scope.ServiceProvider.GetRequiredService<FindFreeSlots>().ExecuteAsync(person, new SlotRequest { From = from, To = from.AddDays(1), Duration = TimeSpan.FromHours(8) }, default);
        Assert.Equal(from.AddHours(9), Assert.Single(slots.Value).Start);
    }
}
