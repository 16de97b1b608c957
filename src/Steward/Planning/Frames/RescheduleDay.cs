using System.Text.Json;
using NodaTime;
using Steward.Calendar;
using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"reschedule all of tomorrow's meetings to next week", "clear my Thursday", "I'm sick tomorrow": new times are found for everything that can be moved.</summary>
sealed class RescheduleDay : IFrame
{
    const int DefaultDays = 7;

    static readonly string[] Absent =
    [
        "sick", "ill", "unwell", "out of office", "out of the office", "won't be in", "will not be in", "can't come in", "cannot come in", "can't work", "cannot work", "can't make it", "won't make it", "day off",
        "not working", "not feeling well", "out sick", "under the weather", "off work", "travelling", "traveling", "on vacation", "on holiday", "on leave", "at a conference", "out of town", "taking off", "taking the day off", "won't be there", "be away", "am away",
    ];

    static readonly string[] Clearing = ["clear", "empty", "free up", "clear out", "wipe", "clean out", "unblock", "vacate", "open up", "clear up", "free my", "free the", "make free"];

    public IReadOnlyList<string> Covers(string intent) => ["move", "archive", "cancel", "schedule"];

    public Reading? Read(Clause clause)
    {
        if (IsOfMail(clause))
            return null;
        var timed = clause.All<TimeMention>().Any(t => t.Future is Days or MomentSpan or ClockSpan { Part: true }) || clause.HasAny("today", "today's");
        if ((clause.HasPhrase(Absent) || clause.HasPhrase("doesn't work", "does not work", "isn't possible", "is not possible", "won't work") && clause.HasAny("everything", "all")) && (timed || !clause.Has("calendar")) && !(clause.Has("absence") && clause.Has("calendar")))
            return new Reading("calendar.reschedule", clause.Act("move") is not null ? 0.97 : 0.93, plan => timed || !plan.More ? Compose(clause, plan, absent: true) : new Composed("take into account that you are away", clause.Mentions.ToHashSet<Mention>(ReferenceEqualityComparer.Instance)));
        if (timed && (Begins(clause) || WantsFree(clause)) && clause.Act("move", "schedule") is null && !clause.All<LengthMention>().Any() && (clause.Act("cancel") is null || !clause.Has("meeting")))
            return new Reading("calendar.reschedule", 0.96, plan => Compose(clause, plan, absent: false));
        // "all of tomorrow → next week"
        if (!clause.All<ActMention>().Any(a => a.Act != "find") && clause.HasAny("all", "everything") && timed && !clause.NamesMail && clause.All<TimeMention>().Any(t => clause.Before(t) is "to" || Enumerable.Range(t.First + 1, Math.Max(0, t.End - t.First - 1)).Any(i => clause.Tokens[i].Text is "→" or "->" or "=>")) && clause.Mentions.All(m => m is TimeMention or FillerMention or ThingMention))
            return new Reading("calendar.reschedule", 0.95, plan => Compose(clause, plan, absent: false));
        if (clause.Act("move") is { } move && Several(clause) && !IsExact(clause) && EventShift.Of(clause) is not { Field: "shiftMinutes" } && !clause.All<AccountMention>().Any(a => a.Marker is "to" or "into"))
        {
            // "… please reschedule everything", after a clause that has said which day
            return new Reading("calendar.reschedule", move.Leading ? 0.965 : 0.9, plan => !timed && plan.Steps.Any(s => s.Tool == "calendar.plan-reschedule") && clause.Mentions.All(Idle)
                ? new Composed("with all of it", clause.Mentions.ToHashSet<Mention>(ReferenceEqualityComparer.Instance))
                : Compose(clause, plan, absent: false));
        }
        return null;
    }

    static bool Idle(Mention mention) => mention is FillerMention or ActMention or PronounMention or ThingMention;

    /// <summary>Mail, unless it is only "everything" or "stuff", which says nothing of what it is.</summary>
    static bool IsOfMail(Clause clause) => clause.All<SenderMention>().Any() || clause.All<SayMention>().Any() || clause.Act("send", "reply", "draft", "summarise") is not null || clause.HasAny("let", "tell", "inform") || clause.Has("thread") || clause.Has("draft") || clause.All<FilterMention>().Any()
        || clause.All<ThingMention>().Any(t => t.Thing == "mail" && clause.Text(t).ToLowerInvariant() is not ("everything" or "stuff" or "things" or "anything" or "items" or "something" or "ones"));

    static bool Begins(Clause clause)
    {
        foreach (var phrase in Clearing)
            if (clause.Find(phrase) is >= 0 and var at && clause.Mentions.Where(m => m.First < at).All(m => m is FillerMention))
                return true;
        return false;
    }

    /// <summary>"I need Thursday free", "keep tomorrow morning free".</summary>
    static bool WantsFree(Clause clause) => clause.HasPhrase("be empty", "be free", "be clear", "be cleared", "stay free", "stay empty") && clause.HasAny("must", "should", "needs", "need", "has") && !clause.All<PersonMention>().Any() && !clause.All<CompanyMention>().Any() && clause.Tokens[clause.End - 1].Norm != "?"
        || clause.All<TimeMention>().Any(t => t.End < clause.End && clause.Tokens[t.End].Norm == "free") && clause.HasAny("need", "want", "make", "have", "get") && clause.Act("find") is null && clause.Tokens[clause.End - 1].Norm != "?";

    /// <summary>All of something: "everything", "all my meetings", "the meetings on Friday".</summary>
    static bool Several(Clause clause) =>
        clause.HasAny("all", "everything", "every", "each", "whole", "whatever", "stuff", "rest") || clause.Has("rest") || clause.All<ThingMention>().Any(t => t.Thing is "meeting" or "calendar" && clause.Tokens[t.End - 1].Norm is "meetings" or "appointments" or "calls" or "events" or "sessions" or "day" or "calendar" or "schedule" or "agenda" or "workshops" or "interviews")
        || clause.Act("move") is { } move && clause.All<TimeMention>().FirstOrDefault() is { Future: Days or ClockSpan { Part: true } or MomentSpan { Part: true } } whole && clause.Mentions.All(m => m == move || m is TimeMention or FillerMention) && clause.Before(whole) is not ("to" or "until" or "for" or "into");

    /// <summary>To an exact time, and the day is not free to choose: that is a move of its own kind.</summary>
    static bool IsExact(Clause clause) => clause.All<TimeMention>().Any(t => t.Future is Moment or Clock) || clause.All<LimitMention>().Any(l => l.Count == 1);

    static Composed Compose(Clause clause, PlanBuilder plan, bool absent)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        used.UnionWith(clause.All<AccountMention>().Where(a => a.Accounts.Count == 0));
        clause.Use(used, Absent);
        // "kid is sick": whoever it is, the day is to be free
        if (absent)
            used.UnionWith(clause.All<UnknownMention>().Where(m => m.First <= clause.First + 2));
        clause.Use(used, Clearing);
        clause.Use(used, "clean", "free", "remaining", "rest", "that day");
        used.UnionWith(clause.All<ThingMention>());
        var (source, target) = Windows.Ends(clause, plan, used);
        if (source is null && target is not null && clause.Act("move") is null)
            (source, target) = (target, null);
        if (source is null && absent)
        {
            source = Days.On(plan.Today);
            plan.Assume("today, as no day is given");
        }
        var stretch = source is null ? null : Windows.Of(source, plan);
        // "move everything to Friday", after what stands in the calendar was shown
        if (source is null && plan.Listed is { } listed)
        {
            stretch = listed;
            plan.Assume($"what was shown before, {plan.Moment(listed.From)} – {plan.Moment(listed.To)}");
        }
        if (stretch is not var (from, to))
            throw PlanBuilder.Ask("Which day’s events shall I move?", "time", [.. new[] { "today", "tomorrow", "this Friday" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} on {t}".Replace("on today", "from today", StringComparison.Ordinal).Replace("on tomorrow", "from tomorrow", StringComparison.Ordinal)))]);
        var events = Events(clause, plan, used, from < plan.Now ? plan.Now : from, to, absent);
        var window = Target(clause, plan, used, target, from, to);
        Add(plan, events, window.From, window.To, window.Named);
        return new Composed($"look for new times between {plan.Day(window.From.Date)} and {plan.Day(window.To.PlusTicks(-1).Date)}, and propose to move what can be moved", used);
    }

    /// <summary>Where to: the stretch that is named, without the time that is to be cleared; else the week after it.</summary>
    static (LocalDateTime From, LocalDateTime To, bool Named) Target(Clause clause, PlanBuilder plan, HashSet<Mention> used, TimeValue? target, LocalDateTime from, LocalDateTime to)
    {
        if (target is not null && Windows.Of(target, plan) is var (a, b))
        {
            if (a <= from && from < b && to < b)
                a = to;
            if (b <= plan.Now)
                throw PlanBuilder.Refuse($"You want to move events to {Windows.Spoken(target, plan)}.", "That is over.", null);
            return (a < plan.Now ? plan.Now : a, b, Period.Between(a, b, PeriodUnits.Days).Days >= 5);
        }
        if (clause.All<LengthMention>().FirstOrDefault() is { } by && used.Add(by))
            return (from.Plus(by.Length), to.Plus(by.Length), false);
        var start = to < plan.Now ? plan.Now : to;
        var end = start.Date.PlusDays(DefaultDays) + LocalTime.Midnight;
        plan.Assume($"new times until {plan.Day(end.Date.PlusDays(-1))}, as none are given");
        return (start, end, false);
    }

    static string Events(Clause clause, PlanBuilder plan, HashSet<Mention> used, LocalDateTime from, LocalDateTime to, bool everything)
    {
        var words = new List<string>();
        var with = new List<object>();
        foreach (var mention in clause.Mentions.Where(m => !used.Contains(m)))
        {
            var people = mention switch { CompanyMention c => c.People, PersonMention p => p.People, _ => null };
            if (people is not null)
            {
                foreach (var person in people.Persons)
                    plan.Resolve(person, clause, mustBeKnown: false);
                with.AddRange(people.Persons.Select(EventSearch.Companion));
                used.Add(mention);
                plan.Say(clause, mention, "only those with " + string.Join(", ", people.Persons.Select(p => p.Name)));
            }
            else if (mention is TopicMention or QuotedMention && !everything)
            {
                words.Add(mention is TopicMention topic ? topic.Topic : ((QuotedMention)mention).Text);
                used.Add(mention);
                plan.Say(clause, mention, "only those with this in them");
            }
        }
        var id = plan.Add("calendar.list-events", $"List events {plan.Moment(from)} – {plan.Moment(to)}", new
        {
            from = plan.Instant(from),
            to = plan.Instant(to),
            query = words.Count == 0 ? null : string.Join(' ', words),
            with = with.Count > 0 ? with : null,
            except = LeftOut.Of(clause, plan, used),
            startsWithin = true,
        });
        return plan.Events = $"{id}.events";
    }

    /// <summary>The steps that find new times, propose them, and draft letters to those whose events they are.</summary>
    public static void Add(PlanBuilder plan, string events, LocalDateTime from, LocalDateTime to, bool sameWeekday)
    {
        var id = plan.Add("calendar.plan-reschedule", $"Find new times {plan.Moment(from)} – {plan.Moment(to)}, in the same order", new
        {
            events = PlanReference.To(events),
            from = plan.Instant(from),
            to = plan.Instant(to),
            sameWeekday = sameWeekday ? true : (bool?)null,
        }, when: events);
        plan.Add("calendar.propose-update-event", "Propose to move each event to its new time", new
        {
            eventId = PlanReference.To("item.event.id"), accountId = PlanReference.To("item.event.accountId"), originalStart = PlanReference.To("item.event.originalStart"), slot = PlanReference.To("item.slot"),
        }, forEach: $"{id}.moves", when: $"{id}.moves", kind: CalendarActions.UpdateEvent, risk: "tells attendees");
        plan.Add("mail.propose-create-draft", "Propose a draft to the organiser of each event that is not yours to move", new { draft = PlanReference.To("item.draft") },
            forEach: $"{id}.asks", when: $"{id}.asks", kind: MailActions.CreateDraft);
    }
}
