using Microsoft.EntityFrameworkCore;
using NodaTime;
using Steward.Accounts;
using Steward.Calendar;
using Steward.Items.Demo;
using Steward.Items.Imports;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Items;

/// <summary>
/// Gives a person the demo: two Local accounts with a lively mailbox and calendars dated around now. All of it or nothing, once per person: calling it again
/// changes nothing, whatever the person has done with the demo since.
/// </summary>
public sealed class SeedDemo(StewardDbContext db, AddLocalAccount addLocalAccount, PersonSettingsReader settings, StoreMessages storeMessages, SeedDemoCalendar seedCalendar, TimeProvider clock)
{
    /// <returns>True when the demo was added now, false when the person had it before.</returns>
    public async Task<Result<bool>> ExecuteAsync(Guid personId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = clock.GetUtcNow();
        if (await db.Database.ExecuteSqlAsync($"INSERT INTO items.demos (person_id, seeded_at) VALUES ({personId}, {now}) ON CONFLICT DO NOTHING", cancel) == 0)
            return false;
        var personal = await AccountAsync(personId, DemoPeople.Alex, "personal", cancel);
        var work = personal.Ok ? await AccountAsync(personId, DemoPeople.AlexAtWork, "work", cancel) : personal;
        if (!work.Ok)
            return work.Error!;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull((await settings.GetAsync(personId, cancel)).Zone) ?? DateTimeZone.Utc;
        var here = Instant.FromDateTimeOffset(now).InZone(zone).ToDateTimeOffset();
        var messages = new DemoMailbox(here).Build();
        await StoreAsync(personal.Value, messages.Where(message => !message.Work), now, cancel);
        await StoreAsync(work.Value, messages.Where(message => message.Work), now, cancel);
        await seedCalendar.ExecuteAsync(personId, work.Value.Id, personal.Value.Id, now, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>An account with that address that the person has already is used as it is.</summary>
    async Task<Result<LinkedAccount>> AccountAsync(Guid personId, MailAddress address, string label, CancellationToken cancel) =>
        await db.Set<LinkedAccount>().FirstOrDefaultAsync(row => row.PersonId == personId && row.Provider == "local" && row.Address == address.Email, cancel) is { } account
            ? account
            : await addLocalAccount.ExecuteAsync(personId, address.Email, address.Name, label, cancel);

    async Task StoreAsync(LinkedAccount account, IEnumerable<DemoMessage> messages, DateTimeOffset now, CancellationToken cancel)
    {
        var batch = messages.Select(message => MimeReader.Read(message.Bytes, now).Value).OrderBy(read => read.Message.Date)
            .Select(read => read.Message with { Labels = MailLabels.Of(read, account.Address, "") }).ToList();
        await storeMessages.ExecuteAsync(new Mailbox(account.PersonId, account.Id, account.Provider, account.Address), batch, cancel);
    }
}
