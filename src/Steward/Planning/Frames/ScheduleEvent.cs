using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"schedule a meeting with everyone who mailed about the offsite", "put lunch with Anna in my calendar tomorrow at noon", "book it".</summary>
sealed class ScheduleEvent : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["schedule", "block", "send", "invite"];

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("schedule") ?? clause.Act("invite");
        // "get me a meeting with Jonas" asks for a new one
        act ??= clause.Act("find") is { } get && clause.Text(get).Equals("get me", StringComparison.OrdinalIgnoreCase) && clause.HasAny("a", "an") && clause.Has("meeting") && !clause.Has("slot") ? get : null;
        // "I'd like to see Priya tomorrow after lunch"
        act ??= clause.Act("find") is { } see && clause.Tokens[see.End - 1].Norm is "see" && clause.HasAny("i", "i'd", "we", "we'd") && clause.All<PersonMention>().Any(p => p.First == see.End) && clause.All<TimeMention>().Any() && !clause.Has("mail") && !clause.Has("thread") ? see : null;
        var block = clause.Act("block") is not null;
        // "who can meet on Thursday at 2?" asks
        if (clause.Tokens[clause.First].Norm is "who" or "which" && clause.Tokens[clause.End - 1].Norm == "?")
            return null;
        if (act is null && !block && Noted(clause))
            return new Reading("calendar.schedule", 0.72, plan => Compose(clause, plan));
        var gathered = clause.All<WritersMention>().Any() || clause.All<PronounMention>().Any(p => clause.Tokens[p.First].Norm == "them");
        var together = gathered && clause.Tokens.Skip(clause.First).Take(clause.End - clause.First).Any(t => t.Norm is "together" or "meet" or "meeting" or "call");
        if (act is null && !block && clause.Has("absence") && clause.All<TimeMention>().Any() && clause.Has("calendar"))
            return new Reading("calendar.schedule", 0.85, plan => Compose(clause, plan));
        if (act is null && !block && !together || clause.Has("deepwork"))
            return null;
        var text = (act ?? clause.Act("block")) is { } verb ? clause.Text(verb).ToLowerInvariant() : "gather";
        var meeting = clause.Has("meeting") || clause.All<WritersMention>().Any();
        var with = clause.All<CompanyMention>().Any() || clause.All<PersonMention>().Any();
        var timed = clause.All<TimeMention>().Any();
        var onCalendar = clause.Has("calendar") || clause.Tokens.Skip(clause.First).Take(clause.End - clause.First).Any(t => t.Norm is "calendar" or "diary" or "agenda");
        var pronoun = clause.All<PronounMention>().Any() && clause.Mentions.All(m => m is not TopicMention) || clause.All<OrdinalMention>().Any();
        var weak = text is "get" or "call" or "set" or "make" or "create" or "add" or "hold" or "plan" or "put";
        // "schedule something": of what is to be asked
        if (act is { Leading: true } && !weak && clause.Mentions.All(m => m is ActMention or FillerMention || m is ThingMention { Thing: "mail" } t && clause.Text(t).ToLowerInvariant() is "something" or "anything"))
            return new Reading("calendar.schedule", 0.8, plan => Compose(clause, plan));
        if (!meeting && !onCalendar && !(clause.Has("absence") && timed) && !(with && timed) && !(pronoun && !weak) && !(!weak && timed) && !(timed && (clause.Has("allday") || text is "put" or "add" && clause.All<QuotedMention>().Any()) && !clause.NamesMail))
            return null;
        var score = (act is { Leading: true } ? 0.86 : 0.78) + (meeting ? 0.06 : 0) + (clause.All<WritersMention>().Any() ? 0.04 : 0) - (clause.Has("slot") && act is null ? 0.2 : 0);
        if (act is { Act: "find" })
            score += 0.1;
        if (clause.Act("find") is not null && clause.Has("slot"))
            score -= 0.2;
        if (clause.Has("draft") || clause.Has("reply") || clause.Has("summary"))
            score -= 0.3;
        return new Reading("calendar.schedule", score, plan => Compose(clause, plan));
    }

    /// <summary>"lunch with Jonas tomorrow at noon", "dentist friday 3pm": a title and an exact time, and no verb, is an entry in a diary. A question is not.</summary>
    static bool Noted(Clause clause)
    {
        var meaning = clause.Mentions.Where(m => m is not FillerMention).ToList();
        // "all-day event “Offsite” on 10 December"
        if (clause.Has("allday") && meaning.Exists(m => m is TimeMention { Future: Time.Days }) && meaning.TrueForAll(m => m is ThingMention { Thing: "allday" or "meeting" or "absence" } or QuotedMention or TopicMention or UnknownMention or TimeMention) && clause.Tokens[clause.End - 1].Norm != "?")
            return true;
        if (!meaning.Exists(m => m is TimeMention { Future: Time.Repeat { Timed: true } or Time.Moment or Time.MomentSpan { Part: false, WholeDays: false, From: not null, To: not null } }) && !(meaning.Exists(m => m is TimeMention { Future: Time.Clock or Time.ClockSpan { Part: false } }) && meaning.Exists(m => m is TimeMention { Future: Time.Days { Single: true } or Time.MomentSpan { Part: true } })))
            return false;
        if (EventShift.Of(clause) is { Sure: true } || clause.Tokens[clause.End - 1].Norm == "?" || clause.First > 0 && clause.Tokens[clause.First - 1].Norm is not ("," or "and" or ";" or "." or "!") || clause.Tokens[clause.First].Norm is "the" or "my" or "what" or "when" or "who" or "where" or "is" or "are" or "do" or "does" or "did" or "was" or "has" or "have" or "can" or "will")
            return false;
        return meaning[0] is ThingMention { Thing: "meeting" } or UnknownMention or TopicMention or TimeMention or QuotedMention
            && meaning.Exists(m => m is ThingMention { Thing: "meeting" } or UnknownMention or TopicMention or QuotedMention) && meaning.Count(m => m is UnknownMention) <= 3
            && meaning.TrueForAll(m => m is ThingMention { Thing: "meeting" } or UnknownMention or TopicMention or TimeMention or LengthMention or CompanyMention or PersonMention or WritersMention or PlaceMention or QuotedMention or AccountMention { Accounts.Count: 1 });
    }

    static readonly HashSet<string> Everybody = new(StringComparer.Ordinal) { "everyone", "everybody", "whoever", "anyone", "anybody", "folks", "participants", "attendees" };

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        var earlierSlots = plan.Slots;
        var timing = EventTiming.Of(clause, plan, used).OverWholeDays(clause.Has("allday") || clause.Has("absence") || clause.HasPhrase("all day", "all - day", "whole day", "entire day"));
        if (timing.BufferMinutes > 0 && clause.All<ThingMention>().Any(t => t.Thing == "meeting" && clause.Tokens[t.End - 1].Norm.EndsWith('s') && clause.HasPhrase("my meetings", "all meetings", "my events", "my appointments", "all events", "my calls")))
            throw PlanBuilder.Refuse("You want time kept free around the meetings that you have.", "Steward keeps such time only when it looks for the time of a new meeting.", "find a free hour tomorrow with 15 minutes before and after");
        var ifFree = clause.All<ConditionMention>().FirstOrDefault(c => c.Kind == "free");
        var attendance = Attendance.Of(clause, plan, used, mustBeKnown: true);
        used.UnionWith(clause.All<PronounMention>());
        used.UnionWith(clause.All<LimitMention>().Where(l => l.Count == 1));
        var unnamed = Enumerable.Range(clause.First, clause.End - clause.First).FirstOrDefault(i => Everybody.Contains(clause.Tokens[i].Norm) && clause.Mentions.Any(m => m is FillerMention && i >= m.First && i < m.End), -1);
        if (unnamed >= 0 && attendance.Reference is null)
            throw PlanBuilder.Ask($"Who is “{clause.Text(unnamed, unnamed + 1)}”? Name the people, write their addresses, or say: everyone who wrote about …", "people", []);
        used.UnionWith(clause.All<FilterMention>().Where(f => f.Atom == "is:unread"));
        var chosen = clause.All<OrdinalMention>().FirstOrDefault();
        if (chosen is not null && earlierSlots is not null)
            used.Add(chosen);
        var account = clause.All<AccountMention>().FirstOrDefault(a => a.Accounts.Count == 1);
        used.UnionWith(clause.All<AccountMention>());
        if (account is not null)
            plan.Say(clause, account, account.Accounts[0].Address);
        // a time that was found for people is booked with them
        if (earlierSlots is not null && plan.Steps.FirstOrDefault(s => earlierSlots.StartsWith(s.Id + ".", StringComparison.Ordinal)) is { } found && found.Arguments.TryGetValue("attendees", out var asked) && asked.ValueKind == System.Text.Json.JsonValueKind.Array && attendance.Reference is null)
            attendance = attendance with { Attendees = attendance.Attendees is { ValueKind: System.Text.Json.JsonValueKind.Array } more ? Steward.Platform.Json.ToElement(asked.EnumerateArray().Concat(more.EnumerateArray()).DistinctBy(a => a.GetProperty("email").GetString())) : asked };
        if (attendance.Attendees is null && !timing.Any && earlierSlots is null)
            throw PlanBuilder.Ask("When shall it be?", "time", [.. new[] { "tomorrow at 9", "tomorrow at 14:00", "next Monday at 10" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);

        var place = clause.All<PlaceMention>().FirstOrDefault();
        if (place is not null)
        {
            used.Add(place);
            plan.Say(clause, place, "where it is");
        }
        var title = EventTitle.Of(clause, attendance, used, plan);
        string? slots = null;
        if (ifFree is not null)
        {
            used.Add(ifFree);
            plan.Say(clause, ifFree, "only when your calendars are free then");
        }
        if (ifFree is not null && timing.Start is { } wanted)
            slots = FindSlot.Exactly(plan, wanted, timing.End ?? wanted.PlusMinutes(timing.Minutes ?? Default(plan)), attendance);
        else if (timing.Start is null && timing.AllDay is null)
            slots = !timing.Any && earlierSlots is not null ? earlierSlots : FindSlot.Add(plan, timing, attendance, 3, clause);
        var start = timing.Start ?? (timing.AllDay is { } day ? day.From + NodaTime.LocalTime.Midnight : null);
        var end = timing.End ?? (timing.Start is { } s ? s.PlusMinutes(timing.Minutes ?? Default(plan)) : timing.AllDay is { } d ? d.To.PlusDays(1) + NodaTime.LocalTime.Midnight : null);
        plan.Add("calendar.propose-create-event", $"Propose the event “{title}”", new
        {
            accountId = account?.Accounts[0].Id,
            summary = title,
            location = place?.Place,
            slot = slots is null ? (System.Text.Json.JsonElement?)null : PlanReference.To($"{slots}[{chosen?.Index ?? 0}]"),
            start = slots is null ? When(start!.Value, timing) : null,
            end = slots is null ? When(end!.Value, timing) : null,
            recurrence = timing.Repeats?.Write(),
            attendees = attendance.Attendees ?? (plan.People is { } people && earlierSlots is not null ? PlanReference.To(people) : null),
        }, when: slots ?? attendance.Reference, kind: CalendarActions.CreateEvent, risk: attendance.Attendees is null ? null : "invites people");
        if (slots is not null && ifFree is null && chosen is null)
            plan.Assume("the first free slot that is found");
        return new Composed($"propose “{title}” {(start is { } at ? plan.Moment(at) : "in a free slot")} {(title.Contains(attendance.Words, StringComparison.Ordinal) ? "" : attendance.Words)}".TrimEnd(), used);
    }

    /// <summary>A date for a whole day, else a local time in the person's zone.</summary>
    static string When(NodaTime.LocalDateTime at, EventTiming timing) => at.ToString(timing.Start is null ? "uuuu'-'MM'-'dd" : "uuuu'-'MM'-'dd'T'HH':'mm", null);

    static int Default(PlanBuilder plan)
    {
        plan.Assume(EventTiming.DefaultLength(FindSlot.DefaultMinutes));
        return FindSlot.DefaultMinutes;
    }
}
