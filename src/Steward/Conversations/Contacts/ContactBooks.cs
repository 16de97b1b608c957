using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Calendar;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <summary>
/// Keeps each person's contact book in memory while nothing that it is made of has changed. Whether something has is read off the person's own live events, so it holds
/// across processes; a book that is costly to make is kept for twenty times the time that it took, so that an import does not rebuild it at every message.
/// </summary>
sealed class ContactBooks(TimeProvider clock)
{
    /// <summary>The live event of a stated role.</summary>
    public const string Changed = "contacts_changed";

    const int MaxAddresses = 20_000;
    const int MaxBooks = 200;
    const int CostFactor = 20;
    static readonly TimeSpan CalendarReach = TimeSpan.FromDays(180);

    readonly ConcurrentDictionary<Guid, Kept> books = new();

    /// <param name="scope">Where the caller's context and readers live.</param>
    public async Task<ContactBook> OfAsync(Guid personId, IServiceProvider scope, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<StewardDbContext>();
        var seq = await CursorAsync(db, personId, cancel);
        if (books.TryGetValue(personId, out var kept))
        {
            if (kept.Seq == seq || !await HasChangedAsync(db, personId, kept.Seq, cancel))
            {
                books[personId] = kept with { Seq = seq };
                return kept.Book;
            }
            if (clock.GetUtcNow() - kept.MadeAt < kept.Cost * CostFactor)
                return kept.Book;
        }
        if (books.Count >= MaxBooks)
            books.Clear();
        var started = Stopwatch.GetTimestamp();
        var book = await MakeAsync(personId, scope, db, cancel);
        books[personId] = new(book, seq, clock.GetUtcNow(), Stopwatch.GetElapsedTime(started));
        return book;
    }

    /// <summary>The next look-up reads again: a role was stated.</summary>
    public void Forget(Guid personId) => books.TryRemove(personId, out _);

    async Task<ContactBook> MakeAsync(Guid personId, IServiceProvider scope, StewardDbContext db, CancellationToken cancel)
    {
        var mail = await scope.GetRequiredService<ContactsFromMail>().ListAsync(personId, MaxAddresses, cancel);
        var now = clock.GetUtcNow();
        var events = await scope.GetRequiredService<ListEvents>().ExecuteAsync(personId, now - CalendarReach, now + CalendarReach, null, cancel);
        var roles = await db.Set<StatedRole>().AsNoTracking().Where(r => r.PersonId == personId).ToListAsync(cancel);
        var hours = await db.Set<StatedHours>().AsNoTracking().Where(h => h.PersonId == personId).ToListAsync(cancel);
        var groups = await db.Set<StatedGroup>().AsNoTracking().Where(g => g.PersonId == personId).OrderBy(g => g.Member).ToListAsync(cancel);
        var own = (await db.Set<Accounts.LinkedAccount>().AsNoTracking().Where(a => a.PersonId == personId).Select(a => a.Address).ToListAsync(cancel)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var met = events.DistinctBy(e => e.Event.Id).SelectMany(e => e.Event.Attendees).GroupBy(a => a.Email, StringComparer.OrdinalIgnoreCase)
            .Select(group => new KnownAddress(group.Key, group.First().Name, group.Count(), 0));
        var stated = roles.Select(r => new KnownAddress(r.Address, r.Name, 0, 0));
        var addresses = mail.Select(m => new KnownAddress(m.Address, m.Name, (int)m.Received, (int)m.Sent)).Concat(met).Concat(stated);
        // A quoted local part may hold a whole sentence; a contact's address stands in the choices that become requests.
        return new ContactBook(addresses.Where(a => !own.Contains(a.Address) && !a.Address.Any(c => c == '"' || char.IsWhiteSpace(c))), roles, RoleEvidence.Of(events, own), Gatherings(events, own))
        {
            Hours = hours, Groups = groups, Zones = InvitationZones(events, own),
            Labels = await scope.GetRequiredService<ContactsFromMail>().ByLabelAsync(personId, MaxAddresses, cancel),
        };
    }

    /// <summary>The zone of most of the events that somebody has called in; one invitation alone says little, it may be a colleague's template.</summary>
    static Dictionary<string, string> InvitationZones(IReadOnlyList<Calendar.EventInstance> events, IReadOnlySet<string> own) =>
        events.DistinctBy(e => e.Event.Id).Where(e => e.Event.Start.Zone is not null).SelectMany(e => e.Event.Attendees.Where(a => a.Organizer && !own.Contains(a.Email)).Select(a => (a.Email, Zone: e.Event.Start.Zone!)))
            .GroupBy(e => e.Email, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => (g.Key, Most: g.CountBy(e => e.Zone).MaxBy(z => z.Value), All: g.Count())).Where(g => g.Most.Value * 2 > g.All)
            .ToDictionary(g => g.Key, g => g.Most.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>What has happened or is about to: a series years ahead says no more than its next weeks.</summary>
    static IReadOnlyList<Gathering> Gatherings(IReadOnlyList<Calendar.EventInstance> events, IReadOnlySet<string> own) =>
    [
        .. events.Where(i => i.Event.Status != EventStatus.Cancelled && i.Event.Attendees.Count > 1)
            .Select(i => new Gathering(i.Event.Summary, i.Event.Attendees.Select(a => a.Email).Where(e => !own.Contains(e)).ToHashSet(StringComparer.OrdinalIgnoreCase), i.Start)).Where(g => g.Emails.Count > 0),
    ];

    static async Task<long> CursorAsync(StewardDbContext db, Guid personId, CancellationToken cancel) =>
        (await db.Database.SqlQuery<long>($"SELECT seq AS \"Value\" FROM platform.live_cursors WHERE person_id = {personId}").ToListAsync(cancel)).FirstOrDefault();

    static Task<bool> HasChangedAsync(StewardDbContext db, Guid personId, long after, CancellationToken cancel) =>
        db.Set<LiveEvent>().AnyAsync(e => e.PersonId == personId && e.Seq > after && (e.Type == "mail_changed" || e.Type == "calendar_changed" || e.Type == "accounts_changed" || e.Type == Changed), cancel);

    sealed record Kept(ContactBook Book, long Seq, DateTimeOffset MadeAt, TimeSpan Cost);
}
