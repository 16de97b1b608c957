using System.Diagnostics;
using EventInstance = Steward.Calendar.EventInstance;
using Steward.Calendar;
using Steward.Testing;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

public sealed class SpeedTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    /// <summary>
    /// 5,000 events over four years with 100 series among them, a week asked for by 50 clients at once. The figure is written out; the bound is wide,
    /// because a test machine has other things to do.
    /// </summary>
    [Fact]
    public async Task A_week_of_five_thousand_events_is_read_quickly_by_fifty_clients()
    {
        await using var desk = await CreateAsync(database);
        var first = new DateTime(2024, 11, 20, 0, 0, 0);
        await desk.StoreAsync([.. Enumerable.Range(0, 5000).Select(i =>
        {
            var start = first.AddHours(i * 7 % (4 * 365 * 24));
            return new ParsedEvent
            {
                Index = i, Uid = $"e{i}", Summary = $"Event {i}", Description = new string('d', 200), Start = EventTime.At(start, "Europe/Berlin"), End = EventTime.At(start.AddMinutes(30), "Europe/Berlin"),
                Recurrence = i % 50 == 0 ? "FREQ=WEEKLY;BYDAY=MO,WE,FR" : null, Attendees = [new("a@example.org", "A"), new("b@example.org", "B")],
            };
        })]);
        await database.Source.CreateCommand("ANALYZE calendar.events").ExecuteNonQueryAsync();
        var (from, to) = (Utc("2026-11-16"), Utc("2026-11-23"));
        Task<IReadOnlyList<EventInstance>> ReadAsync() => desk.InAsync<ListEvents, IReadOnlyList<EventInstance>>(list => list.ExecuteAsync(desk.Account.PersonId, from, to, null, default));
        var expected = await ReadAsync();
        Assert.InRange(expected.Count, 100, 500);

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var times = new List<double>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            for (var i = 0; i < 20; i++)
            {
                var watch = Stopwatch.GetTimestamp();
                Assert.Equal(expected.Count, (await ReadAsync()).Count);
                var took = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
                lock (times)
                    times.Add(took);
            }
        }));
        times.Sort();
        output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{expected.Count} instances; p50 {times[times.Count / 2]:0.0} ms, p95 {times[times.Count * 95 / 100]:0.0} ms; {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / times.Count:0.00} ms of processor each"));
        Assert.True(times[times.Count * 95 / 100] < 2000);
    }
}
