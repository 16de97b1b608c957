using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>What people ask for and Steward does not do (yet): one sentence of what was understood, what it cannot do, and the nearest thing that it can.</summary>
sealed class Outside : IFrame
{
    sealed record Limit(string Key, string Understood, string CannotDo, string? Nearest);

    static readonly Dictionary<string, Limit> Things = new[]
    {
        new Limit("priority", "You want to know what matters most.", "Steward does not rank your tasks yet.", "find unread important mail and show my calendar today"),
        new Limit("weather", "You ask about the weather.", "Steward has no weather source.", "show my calendar today"),
        new Limit("sms", "You want to send a text message.", "Steward cannot send text messages yet.", "Write a mail instead: send NAME a mail saying …"),
        new Limit("reminder", "You want a reminder.", "Steward has no reminders yet.", "Put it in the calendar: add NAME to my calendar tomorrow at 9"),
        new Limit("note", "You want to keep a note.", "Steward has no notes yet.", null),
        new Limit("money", "You want to book or buy something.", "Steward cannot buy or book things.", "Put it in the calendar: add NAME to my calendar tomorrow at 9"),
        new Limit("code", "You want something programmed or made.", "Steward works on mail and calendars only.", null),
    }.ToDictionary(l => l.Key, StringComparer.Ordinal);

    static readonly Dictionary<string, Limit> Acts = new[]
    {
        new Limit("snooze", "You want to put mail off until later.", "Steward cannot snooze mail yet.", "star the latest mail"),
        new Limit("unsubscribe", "You want to stop getting certain mail.", "Steward cannot unsubscribe you yet.", "archive promotional mail older than 30 days"),
        new Limit("remind", "You want to be reminded.", "Steward has no reminders yet.", "Put it in the calendar: add NAME to my calendar tomorrow at 9"),
        new Limit("note", "You want to keep a note.", "Steward has no notes yet.", null),
        new Limit("undo", "You want to take a change back.", "Undo is not done by a plan: each change has its own undo button.", "Open Activity and choose Undo beside the change."),
    }.ToDictionary(l => l.Key, StringComparer.Ordinal);

    public Reading? Read(Clause clause)
    {
        foreach (var act in clause.All<ActMention>())
            if (Acts.TryGetValue(act.Act, out var limit))
                return Refusal(act.Leading ? 0.95 : 0.7, limit);
        foreach (var thing in clause.All<ThingMention>())
            if (Things.TryGetValue(thing.Thing, out var limit))
                return Refusal(limit.Key is "priority" or "weather" ? 0.87 : clause.Has("mail") ? 0.4 : 0.75, limit);
        return null;
    }

    static Reading Refusal(double score, Limit limit) => new("outside." + limit.Key, score, _ => throw PlanBuilder.Refuse(limit.Understood, limit.CannotDo, limit.Nearest));
}
