using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Audit;
using Steward.Calendar;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Calendar;

/// <summary>A person with one Local account, zone Berlin, and the real rooms on a real database.</summary>
sealed class Desk(TestDatabase database, ServiceProvider services, CalendarAccount account) : IAsyncDisposable
{
    int keys;

    public TestDatabase Database => database;
    public CalendarAccount Account => account;
    public ActionSubject Subject => new(account.PersonId, account.AccountId);

    public static async Task<Desk> CreateAsync(TestDatabase database, Action<IServiceCollection>? more = null, string zone = "Europe/Berlin")
    {
        var (person, linked) = await database.AddPersonAsync();
        await using (var db = database.Context())
        {
            db.Add(new PersonSettings { PersonId = person, Zone = zone });
            await db.SaveChangesAsync();
        }
        var services = database.Services(s =>
        {
            s.AddAudit().AddActions().AddCalendar();
            more?.Invoke(s);
        });
        return new Desk(database, services, new CalendarAccount(person, linked.Id, "local", linked.Address));
    }

    public async Task<T> InAsync<TUse, T>(Func<TUse, Task<T>> use) where TUse : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TUse>());
    }

    public Task<CalendarInfo> PrimaryAsync() => InAsync<EnsurePrimaryCalendar, CalendarInfo>(use => use.ExecuteAsync(account, default));

    public Task<Result<StoredEvents>> StoreAsync(params ParsedEvent[] events) => InAsync<StoreEvents, Result<StoredEvents>>(use => use.ExecuteAsync(account, null, events, default));

    public Task<IReadOnlyList<EventInstance>> ListAsync(string from, string to, string zone = "Europe/Berlin") =>
        InAsync<ICalendarReader, IReadOnlyList<EventInstance>>(reader => reader.GetInstancesAsync(account, Utc(from), Utc(to), zone, default));

    public Task<CalendarEvent?> GetAsync(Guid id) => InAsync<ICalendarReader, CalendarEvent?>(reader => reader.GetEventAsync(account, id, default));

    /// <summary>The only event of the account with this title, its master when it is a series.</summary>
    public async Task<CalendarEvent> FindAsync(string summary)
    {
        var instances = await ListAsync("2026-06-01", "2027-06-01");
        return (await GetAsync(instances.First(i => i.Event.Summary == summary && i.Event.RecurrenceId is null).Event.Id))!;
    }

    public async Task<Result<ActionPreview>> PreviewAsync(string kind, object payload, Guid? personId = null)
    {
        await using var scope = services.CreateAsyncScope();
        return await services.GetRequiredService<ActionKinds>().Find(kind)!.PreviewAsync(
            Subject with { PersonId = personId ?? account.PersonId }, payload, scope.ServiceProvider, default);
    }

    /// <summary>A reader and a performer that live as long as the desk.</summary>
    public ICalendarReader Reader() => services.CreateScope().ServiceProvider.GetRequiredService<ICalendarReader>();

    public IActionPerformer Performer() => PerformerOf(services.CreateScope().ServiceProvider);

    public Task<PerformOutcome> WithPerformerAsync(Func<IActionPerformer, Task<PerformOutcome>> use) => InAsync<IServiceProvider, PerformOutcome>(scope => use(PerformerOf(scope)));

    /// <summary>The one of events; calendars themselves have their own.</summary>
    static IActionPerformer PerformerOf(IServiceProvider scope) => scope.GetServices<IActionPerformer>().OfType<Steward.Calendar.Local.LocalCalendarPerformer>().Single();

    public async Task<Guid> AddCalendarAsync(string name)
    {
        var id = Guid.NewGuid();
        await using var db = database.Context();
        db.Add(new Steward.Calendar.Local.CalendarRow { Id = id, PersonId = account.PersonId, AccountId = account.AccountId, Name = name, Color = "#000000", Zone = "UTC", IsPrimary = false });
        await db.SaveChangesAsync();
        return id;
    }

    /// <summary>What the events say, without ids and revisions.</summary>
    public async Task<string> ContentAsync()
    {
        await using var command = database.Source.CreateCommand(
            "SELECT coalesce(string_agg(concat_ws('|', c.name, e.recurrence_key, e.first_at, e.last_at, e.body), E'\\n' ORDER BY e.uid, e.recurrence_key), '') FROM calendar.events e JOIN calendar.calendars c ON c.id = e.calendar_id WHERE e.account_id = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = account.AccountId });
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public string NewKey() => $"key-{Interlocked.Increment(ref keys)}";

    public Task<PerformOutcome> PerformAsync(string kind, object payload, string? revision = null, string? key = null, ActionSubject? subject = null) =>
        WithPerformerAsync(performer => performer.PerformAsync(Action(kind, payload, revision, key, subject), default));

    public ApprovedAction Action(string kind, object payload, string? revision = null, string? key = null, ActionSubject? subject = null) =>
        Approval.Of(kind, subject ?? Subject, payload is JsonElement element ? element : Json.ToElement(payload), key ?? NewKey(), revision);

    public async Task<PerformOutcome.Done> DoneAsync(string kind, object payload, string? revision = null, string? key = null) =>
        Assert.IsType<PerformOutcome.Done>(await PerformAsync(kind, payload, revision, key));

    public Task<PerformOutcome> UndoAsync(PerformOutcome.Done done, string? key = null) => PerformAsync(done.Inverse!.Kind, done.Inverse.Payload, done.Inverse.ExpectedRevision, key);

    /// <summary>Everything that the account's calendars hold, in a form that compares: nothing of it may be lost by an undo.</summary>
    public async Task<string> SnapshotAsync()
    {
        await using var command = database.Source.CreateCommand(
            "SELECT coalesce(string_agg(concat_ws('|', id, calendar_id, uid, recurrence_key, first_at, last_at, sequence, last_modified, body), E'\\n' ORDER BY uid, recurrence_key), '') FROM calendar.events WHERE account_id = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = account.AccountId });
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = account.AccountId });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);

    public static EventTime Berlin(string local) => EventTime.At(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), "Europe/Berlin");

    public static ParsedEvent Event(string summary, string start, string end, string? rule = null, string? uid = null) => new()
    {
        Index = 1, Uid = uid ?? summary, Summary = summary, Start = Berlin(start), End = Berlin(end), Recurrence = rule,
    };

    public static ParsedEvent Day(string summary, string first, string after) => new()
    {
        Index = 1, Uid = summary, Summary = summary,
        Start = EventTime.AllDay(DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture)), End = EventTime.AllDay(DateOnly.Parse(after, System.Globalization.CultureInfo.InvariantCulture)),
    };

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
