using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Steward.Accounts;
using Steward.Actions;
using Steward.Mail.Actions;
using Steward.Platform;

namespace Steward.Mail.Snoozing;

/// <summary>Out of the inbox until a time. A message that is snoozed already can be snoozed to another time.</summary>
sealed class SnoozeKind() : MessageKind<SnoozePayload>(MailActions.Snooze)
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 366);

    protected override string Verb => "Snooze";
    protected override string NothingToDo => "is snoozed until then already";
    protected override Guid MessageOf(SnoozePayload payload) => payload.MessageId;
    protected override Result<string[]> After(IReadOnlyList<string> labels, SnoozePayload payload) => labels.Contains(SystemLabels.Trash) || labels.Contains(SystemLabels.Spam)
        ? Error.Refused("not_in_mailbox", "What is in the trash or in spam is not snoozed; restore it first.")
        : LabelChanges.Snooze(labels);

    protected override Error? Check(SnoozePayload payload, IServiceProvider services)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return payload.Until <= now ? Error.Invalid("until", "The time to come back at has passed already.")
            : payload.Until - now > Longest ? Error.Invalid("until", "Mail is snoozed for at most five years.") : null;
    }

    protected override Task<IReadOnlyList<FieldChange>> AlsoAsync(SnoozePayload payload, MessageSummary message, IServiceProvider services, CancellationToken cancel) =>
        SnoozeTime.ChangeAsync(message, payload.Until, services, cancel);
}

/// <summary>Back to the inbox now.</summary>
sealed class UnsnoozeKind() : MessageKind<MessagePayload>(MailActions.Unsnooze)
{
    protected override string Verb => "Bring back";
    protected override string NothingToDo => "is not snoozed";
    protected override Guid MessageOf(MessagePayload payload) => payload.MessageId;
    protected override Result<string[]> After(IReadOnlyList<string> labels, MessagePayload payload) => LabelChanges.Unsnooze(labels);

    protected override Task<IReadOnlyList<FieldChange>> AlsoAsync(MessagePayload payload, MessageSummary message, IServiceProvider services, CancellationToken cancel) =>
        SnoozeTime.ChangeAsync(message, null, services, cancel);
}

/// <summary>Until when, before and after, in the person's zone.</summary>
static class SnoozeTime
{
    public static async Task<IReadOnlyList<FieldChange>> ChangeAsync(MessageSummary message, DateTimeOffset? until, IServiceProvider services, CancellationToken cancel)
    {
        if (message.SnoozedUntil == until)
            return [];
        var owner = await services.GetRequiredService<StewardDbContext>().Set<LinkedAccount>().AsNoTracking().Where(a => a.Id == message.AccountId).Select(a => a.PersonId).FirstAsync(cancel);
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull((await services.GetRequiredService<PersonSettingsReader>().GetAsync(owner, cancel)).Zone) ?? DateTimeZone.Utc;
        return [new FieldChange("snoozedUntil", Show(message.SnoozedUntil, zone), Show(until, zone), ChangeFormat.Time)];
    }

    static string? Show(DateTimeOffset? at, DateTimeZone zone) =>
        at is { } time ? Instant.FromDateTimeOffset(time).InZone(zone).ToString("uuuu'-'MM'-'dd'T'HH':'mm':'sso<m>'['z']'", CultureInfo.InvariantCulture) : null;
}
