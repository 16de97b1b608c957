using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"schedule a meeting with everyone who mailed about the offsite", "put lunch with Anna in my calendar tomorrow at noon", "book it".</summary>
sealed class ScheduleEvent : IFrame
{
    public Reading? Read(Clause clause)
    {
        var act = clause.Act("schedule");
        var block = clause.Act("block") is not null;
        var together = clause.All<WritersMention>().Any() && clause.Tokens.Skip(clause.First).Take(clause.End - clause.First).Any(t => t.Norm is "together" or "meet" or "meeting");
        if (act is null && !block && !together || clause.Has("deepwork"))
            return null;
        var text = (act ?? clause.Act("block")) is { } verb ? clause.Text(verb).ToLowerInvariant() : "gather";
        var meeting = clause.Has("meeting") || clause.All<WritersMention>().Any();
        var with = clause.All<CompanyMention>().Any() || clause.All<PersonMention>().Any();
        var timed = clause.All<TimeMention>().Any();
        var onCalendar = clause.Has("calendar") || clause.Tokens.Skip(clause.First).Take(clause.End - clause.First).Any(t => t.Norm is "calendar" or "diary" or "agenda");
        var pronoun = clause.All<PronounMention>().Any() && clause.Mentions.All(m => m is not TopicMention);
        var weak = text is "get" or "call" or "set" or "make" or "create" or "add" or "hold" or "plan" or "put";
        if (!meeting && !onCalendar && !(with && timed) && !(pronoun && !weak) && !(!weak && timed))
            return null;
        var score = (act is { Leading: true } ? 0.86 : 0.78) + (meeting ? 0.06 : 0) + (clause.All<WritersMention>().Any() ? 0.04 : 0) - (clause.Has("slot") && act is null ? 0.2 : 0);
        if (clause.Act("find") is not null && clause.Has("slot"))
            score -= 0.2;
        if (clause.Has("draft") || clause.Has("reply") || clause.Has("summary"))
            score -= 0.3;
        return new Reading("calendar.schedule", score, plan => Compose(clause, plan));
    }

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        var earlierSlots = plan.Slots;
        var timing = EventTiming.Of(clause, plan, used);
        var attendance = Attendance.Of(clause, plan, used, mustBeKnown: true);
        used.UnionWith(clause.All<PronounMention>());
        used.UnionWith(clause.All<FilterMention>().Where(f => f.Atom == "is:unread"));
        var account = clause.All<AccountMention>().FirstOrDefault(a => a.Accounts.Count == 1);
        used.UnionWith(clause.All<AccountMention>());
        if (account is not null)
            plan.Say(clause, account, account.Accounts[0].Address);
        if (attendance.Attendees is null && !timing.Any && earlierSlots is null)
            throw PlanBuilder.Ask("When shall it be?", "time", [.. new[] { "tomorrow at 9", "tomorrow at 14:00", "next Monday at 10" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);

        var title = EventTitle.Of(clause, attendance, used, plan);
        string? slots = null;
        if (timing.Start is null && !(attendance.Attendees is null && timing.AllDay is not null))
            slots = !timing.Any && earlierSlots is not null ? earlierSlots : FindSlot.Add(plan, timing, attendance, 3, clause);
        var start = timing.Start ?? (timing.AllDay is { } day ? day.From + NodaTime.LocalTime.Midnight : null);
        var end = timing.End ?? (timing.Start is { } s ? s.PlusMinutes(timing.Minutes ?? Default(plan)) : timing.AllDay is { } d ? d.To.PlusDays(1) + NodaTime.LocalTime.Midnight : null);
        plan.Add("calendar.propose-create-event", $"Propose the event “{title}”", new
        {
            accountId = account?.Accounts[0].Id,
            summary = title,
            slot = slots is null ? (System.Text.Json.JsonElement?)null : PlanReference.To($"{slots}[0]"),
            start = slots is null ? When(start!.Value, timing) : null,
            end = slots is null ? When(end!.Value, timing) : null,
            recurrence = timing.Repeats?.Write(),
            attendees = attendance.Attendees ?? (plan.People is { } people && earlierSlots is not null ? PlanReference.To(people) : null),
        }, when: slots ?? attendance.Reference, kind: CalendarActions.CreateEvent, risk: attendance.Attendees is null ? null : "invites people");
        if (slots is not null)
            plan.Assume("the first of the slots that are found");
        return new Composed($"propose “{title}” {(start is { } at ? plan.Moment(at) : "in a free slot")} {(title.Contains(attendance.Words, StringComparison.Ordinal) ? "" : attendance.Words)}".TrimEnd(), used);
    }

    /// <summary>A date for a whole day, else a local time in the person's zone.</summary>
    static string When(NodaTime.LocalDateTime at, EventTiming timing) => at.ToString(timing.Start is null ? "uuuu'-'MM'-'dd" : "uuuu'-'MM'-'dd'T'HH':'mm", null);

    static int Default(PlanBuilder plan)
    {
        plan.Assume($"no length given: {EventTiming.Spoken(FindSlot.DefaultMinutes)}");
        return FindSlot.DefaultMinutes;
    }
}
