using Steward.Calendar;
using Steward.Testing;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

public sealed class LocalReaderConformance(TestDatabase database) : CalendarReaderConformance, IClassFixture<TestDatabase>
{
    protected override async Task<(ICalendarReader, CalendarAccount)> WithAsync(params ParsedEvent[] events)
    {
        var desk = await CreateAsync(database);
        if (events.Length > 0)
            Assert.True((await desk.StoreAsync(events)).Ok);
        return (desk.Reader(), desk.Account);
    }
}
