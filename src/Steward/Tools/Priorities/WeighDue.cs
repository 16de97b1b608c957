using System.Globalization;
using NodaTime;
using Steward.Calendar;
using Steward.FollowUps;
using Steward.Platform;
using Steward.Tools.Calendars;

namespace Steward.Tools.Priorities;

/// <summary>What the person has asked to be told of, and has not put away: reminders that are due, and answers that did not come. Pure.</summary>
static class WeighDue
{
    public static IEnumerable<Matter> Of(IReadOnlyList<DueReminderView> reminders, PriorityContext context) => reminders.Select(reminder =>
    {
        var source = new SourceRef("event", reminder.EventId.ToString(), reminder.Title);
        return new Matter(reminder.Title, null, null, reminder.DueAt, Guid.Empty, source,
            [new(PriorityKinds.Due, 40, $"your reminder of {Say(reminder.DueAt, context)}", null, source, reminder.DueAt), new(PriorityKinds.Urgent, 15, "is due now")]);
    });

    public static IEnumerable<Matter> Of(IReadOnlyList<FollowUpView> followUps, PriorityContext context) => followUps.Select(followUp =>
    {
        var source = followUp.MessageId is { } message ? new SourceRef("message", message.ToString(), followUp.Subject) : new SourceRef("follow-up", followUp.Id.ToString(), followUp.Who);
        var due = followUp.State == FollowUpState.Due;
        return new Matter(followUp.Subject ?? $"An answer of {followUp.Who}", followUp.Who, followUp.WaitsFor.Count == 1 ? followUp.WaitsFor[0].Email : null, followUp.DueAt, followUp.AccountId, source,
        [
            new(PriorityKinds.Awaited, due ? 42 : 5, due ? $"no answer came by {Say(followUp.DueAt, context)}, and you asked to be told" : $"you wait for the answer until {Say(followUp.DueAt, context)}", null, source, followUp.DueAt),
            .. due && followUp.ProposalId is not null ? new[] { new PriorityReason("answer", 0, "a mail that asks again is proposed") } : [],
            .. followUp.Note is { } note ? new[] { new PriorityReason("note", 0, note) } : [],
        ]);
    });

    /// <summary>One matter for each thing: what is known of the same mail already is joined to it.</summary>
    public static List<Matter> Join(IEnumerable<Matter> matters) =>
        [.. matters.GroupBy(m => (m.Source.Type, m.Source.Id)).Select(g => g.Count() == 1 ? g.First() : g.First() with { Reasons = [.. g.SelectMany(m => m.Reasons)] })];

    static string Say(DateTimeOffset at, PriorityContext context) => Instant.FromDateTimeOffset(at).InZone(When.ZoneOf(context.Zone)).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}
