using NodaTime;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Composition;

/// <summary>What the requests of one sentence share: an object that only one of them names, a condition before its request, another of the same.</summary>
static class Sharing
{
    public static void Apply(List<Clause> clauses)
    {
        Exceptions(clauses);
        TrailingExceptions(clauses);
        Waiting(clauses);
        Conditions(clauses);
        Absences(clauses);
        Transfers(clauses);
        Parts(clauses);
        Reasons(clauses);
        Coordination.OneMore(clauses);
        ObjectBehind(clauses);
        ObjectBefore(clauses);
        SaidTwice(clauses);
        Guests(clauses);
        Titles(clauses);
        NewTimes(clauses);
        Coordination.SameTimes(clauses);
        Coordination.Apply(clauses);
    }

    /// <summary>"meet Ben next week, any day but not Wednesday": an exception that stands apart belongs to the request before it.</summary>
    static void TrailingExceptions(List<Clause> clauses)
    {
        for (var k = clauses.Count - 1; k > 0; k--)
            if (clauses[k].All<ExceptMention>().Any() && clauses[k].Mentions.All(m => m is ExceptMention or FillerMention or ActMention { Act: "find" } or ThingMention { Thing: "mail" } || m is UnknownMention or TopicMention or TimeMention && clauses[k].NormsOf(m).All(w => w is "day" or "days" or "any" or "time")))
                Join(clauses, k - 1, [.. clauses[k - 1].Mentions, .. clauses[k].All<ExceptMention>()]);
    }

    /// <summary>"except the starred ones, archive everything …": what is left out, said first.</summary>
    static void Exceptions(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
            if (clauses[k].All<ExceptMention>().Any() && clauses[k].Mentions.All(m => m is ExceptMention or FillerMention or ThingMention { Thing: "mail" }))
                Join(clauses, k, [.. clauses[k].All<ExceptMention>(), .. clauses[k + 1].Mentions]);
    }

    /// <summary>"wait for Ben's answer until Thursday and tell me if none comes": both say one thing to wait for.</summary>
    static void Waiting(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
            if (clauses[k].Act("follow-up") is not null && clauses[k + 1].All<NoAnswerMention>().Any() && clauses[k + 1].Mentions.All(m => m is NoAnswerMention or FillerMention or TimeMention or LengthMention or PronounMention or ActMention { Act: "find" or "remind" or "tell" or "follow-up" }))
                Join(clauses, k, [.. clauses[k].Mentions, .. clauses[k + 1].Mentions]);
    }

    static readonly HashSet<string> Unable = new(StringComparer.Ordinal)
    {
        "cancelled", "canceled", "hospital", "travelling", "traveling", "away", "out", "sick", "ill", "off", "unavailable", "available", "busy", "doesn't", "can't", "won't", "cannot", "not", "absent", "abroad", "leave", "broken", "isn't", "impossible",
    };

    /// <summary>"I'm travelling Thursday and Friday, move my meetings on these days": the sentence before says which days are to be left.</summary>
    static void Absences(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
        {
            var (why, then) = (clauses[k], clauses[k + 1]);
            var days = why.All<TimeMention>().Where(t => t.Future is Days or ClockSpan { Part: true } or MomentSpan).ToList();
            if (days.Count == 0 || why.NamesMail || why.All<ActMention>().Any(a => a.Act is not ("find" or "schedule" or "cancel" or "move" or "decline") || a.Leading && a.Act is not "find") || !why.Norms.Any(Unable.Contains) || why.All<SenderMention>().Any() || why.All<PersonMention>().Any() || why.All<AccountMention>().Any())
                continue;
            var finds = then.Has("slot") && then.Norms.Any(w => w is "new" or "other" or "another");
            var all = then.Norms.Any(w => w is "everything" or "all" or "them" or "meetings" or "appointments" or "calls" or "those" or "these" or "it");
            if (then.NamesMail || !finds && !(all && (then.Act("move") is not null || then.All<TimeMention>().Any() && then.Mentions.All(m => m is TimeMention or FillerMention or ThingMention or UnknownMention or PronounMention))) || then.All<TimeMention>().Count() > 1)
                continue;
            var left = days.Count == 2 && days[0].Future is Days { Single: true } a && days[1].Future is Days { Single: true } b && a.From < b.From
                ? [days[0] with { Future = new Days(a.From, b.To), Past = new Days(a.From, b.To) }] : days.Take(1);
            var move = then.Act("move") is null ? [new ActMention(then.First, then.First, "move", true)] : Array.Empty<Mention>();
            IEnumerable<Mention> said = then.Mentions.Where(m => m is not (PronounMention or UnknownMention or ThingMention { Thing: "mail" }) && !(m is TopicMention && then.NormsOf(m).Any(w => w is "day" or "days" or "time")) && (!finds || m is TimeMention or FillerMention));
            IEnumerable<Mention> everything = then.Has("meeting") ? [] : [new ThingMention(then.First, then.First + 1, "rest")];
            Join(clauses, k, [.. left, .. move, .. said, .. everything]);
        }
    }

    /// <summary>"take next week's appointments out of personal and put them into the work calendar": both say one change of calendars.</summary>
    static void Transfers(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
        {
            var (what, where) = (clauses[k], clauses[k + 1]);
            if (what.NamesMail || !(what.Has("meeting") || what.Has("calendar") || what.All<AccountMention>().Any(a => what.NormsOf(a).Contains("calendar"))) || !what.All<AccountMention>().Any() && !what.All<UnknownMention>().Any() && !what.All<TopicMention>().Any(t => t.Topic.ToLowerInvariant() is "personal" or "private" or "work") || what.All<ActMention>().Any(a => a.Act is not ("find" or "schedule" or "move" or "cancel"))
                || where.Act("move", "schedule", "transfer") is null || !where.All<PronounMention>().Any() && !where.Norms.Any(w => w is "them" or "it" or "these" or "those")
                || !where.Mentions.All(m => m is ActMention or FillerMention or PronounMention or AccountMention) || !what.All<AccountMention>().Concat(where.All<AccountMention>()).Any(a => a.Marker is "to" or "into" or "onto" or "in" or "over"))
                continue;
            Join(clauses, k, [.. what.Mentions.Where(m => m is not ActMention), new ActMention(where.First, where.First, "move", true), .. where.Mentions.Where(m => m is not (PronounMention or ActMention))]);
        }
    }

    /// <summary>"… check both accounts", "whenever something's in my personal calendar, mark me busy at work", "go through unread and tell me what needs a response": parts of one request.</summary>
    static void Parts(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
        {
            var (first, then) = (clauses[k], clauses[k + 1]);
            var everywhere = then.All<AccountMention>().Any() && then.Mentions.All(m => m is AccountMention or FillerMention or ActMention { Act: "find" });
            var whenever = first.Tokens[first.First].Norm is "whenever" or "when" or "while" && first.All<AccountMention>().Any() && then.Norms.Any(w => w is "busy" or "unavailable" or "block");
            var unread = first.All<FilterMention>().Any(f => f.Atom == "is:unread") && first.Mentions.All(m => m is FilterMention or FillerMention or ActMention { Act: "find" } or ThingMention { Thing: "mail" }) && then.Mentions.Any(m => m is ActMention { Act: "find" }) && then.Norms.Any(w => w is "what" or "which") && then.Norms.Any(w => w is "response" or "reply" or "answer" or "action" or "attention" or "important" or "urgent" or "matters");
            if (everywhere || whenever || unread)
                Join(clauses, k, [.. first.Mentions, .. then.Mentions.Where(m => !everywhere || m is AccountMention)]);
        }
    }

    /// <summary>"kid is sick. Free up my whole day tomorrow": a reason asks for nothing. It says how something is, names nothing to work on, and a whole request follows.</summary>
    static void Reasons(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
        {
            var clause = clauses[k];
            if (clause.End - clause.First <= 9 && clause.All<UnknownMention>().Any() && clause.Mentions.All(m => m is UnknownMention or FillerMention or TimeMention) && clause.Norms.Any(w => w is "is" or "are" or "'s" or "was" or "were" or "i'm" or "am" or "has" or "have" or "feel" or "i've" or "gets" or "got" or "looks")
                && clauses[k + 1].All<ActMention>().Any() && clause.End < clause.Tokens.Count && clause.Tokens[clauses[k + 1].First - 1].Norm is "." or "," or "so" or ";" or "!")
            {
                // the day that it names is that of the request, unless this says one
                if (!clauses[k + 1].All<TimeMention>().Any())
                    clauses[k + 1] = clauses[k + 1] with { Mentions = [.. clause.All<TimeMention>(), .. clauses[k + 1].Mentions] };
                clauses.RemoveAt(k);
            }
        }
    }

    /// <summary>Two clauses become one, with these mentions.</summary>
    static void Join(List<Clause> clauses, int k, IReadOnlyList<Mention> mentions)
    {
        clauses[k] = clauses[k] with { End = clauses[k + 1].End, Mentions = mentions };
        clauses.RemoveAt(k + 1);
    }

    /// <summary>"clear my calendar tomorrow and find new times next week": where what is cleared goes to.</summary>
    static void NewTimes(List<Clause> clauses)
    {
        for (var k = clauses.Count - 1; k > 0; k--)
        {
            var (before, clause) = (clauses[k - 1], clauses[k]);
            // "clear my afternoon and move everything to tomorrow"
            if (clause.Act("move") is not null && clause.Norms.Any(w => w is "everything" or "all" or "them" or "it") && before.Act("archive", "cancel", "trash") is { } clearing && before.NormsOf(clearing).Any(w => w is "clear" or "empty" or "wipe") && clause.All<TimeMention>().Any()
                && clause.Mentions.All(m => m is ActMention { Act: "move" } or FillerMention or TimeMention or PronounMention or ThingMention { Thing: "mail" }))
            {
                clauses[k - 1] = before with { Mentions = [.. before.Mentions, .. clause.All<TimeMention>()] };
                clauses.RemoveAt(k);
                continue;
            }
            // "I'd like to have lunch with Jonas next week, propose something"
            if (before.Has("meeting") && !before.NamesMail && before.All<ActMention>().All(a => a.Act == "find" && !a.Leading) && clause.Act("draft", "schedule") is { } makes
                && clause.Mentions.All(m => m is ActMention or FillerMention or ThingMention { Thing: "slot" } || m is ThingMention { Thing: "mail" } t && clause.NormsOf(t).All(w => w is "something")))
            {
                clauses[k - 1] = before with { Mentions = [.. before.Mentions, clause.Has("slot") ? clause.All<ThingMention>().First(t => t.Thing == "slot") : new ActMention(makes.First, makes.End, "schedule", Leading: true)] };
                clauses.RemoveAt(k);
                continue;
            }
            if (!clause.Has("slot") || !clause.Norms.Any(w => w is "new" or "other" or "another" or "different" or "alternative" or "choose" or "pick") || !before.All<TimeMention>().Any()
                || !clause.Mentions.All(m => m is ActMention { Act: "find" or "schedule" } or FillerMention or ThingMention or TimeMention or FilterMention { Atom: "is:unread" } or PronounMention or UnknownMention))
                continue;
            clauses[k - 1] = before with { Mentions = [.. before.Mentions, .. clause.All<TimeMention>()] };
            clauses.RemoveAt(k);
        }
    }

    /// <summary>"add a board meeting on Dec 3 at 9, invite Elena": the guests of the event that is to be made.</summary>
    static void Guests(List<Clause> clauses)
    {
        for (var k = clauses.Count - 1; k > 0; k--)
        {
            var (before, clause) = (clauses[k - 1], clauses[k]);
            if (clause.Act("invite") is null || before.Act("invite", "find", "move", "cancel", "update", "rename") is not null || before.Act("schedule") is null && !before.All<TimeMention>().Any()
                || !clause.Mentions.All(m => m is ActMention { Act: "invite" } or FillerMention or PersonMention or CompanyMention or WritersMention))
                continue;
            clauses[k - 1] = before with { Mentions = [.. before.Mentions, .. clause.Mentions.Select(m => m is PersonMention p ? new CompanyMention(p.First, p.End, p.People) : m).Where(m => m is CompanyMention or WritersMention)] };
            clauses.RemoveAt(k);
        }
    }

    /// <summary>"book lunch with Anna on Friday, call it Team lunch": the title of the event that is to be made.</summary>
    static void Titles(List<Clause> clauses)
    {
        for (var k = clauses.Count - 1; k > 0; k--)
        {
            var (before, clause) = (clauses[k - 1], clauses[k]);
            if (clause.Act("rename") is not { Leading: true } act || clause.Tokens[act.End - 1].Norm is not ("it" or "that") || before.Act("schedule", "block") is null || before.Act("move", "cancel", "update", "find") is not null)
                continue;
            var end = clause.End;
            while (end > act.End + 1 && clause.Tokens[end - 1].Norm is "please" or "." or "!" or "\"")
                end--;
            var first = act.End + 1 < end && clause.Tokens[act.End].Norm == "\"" ? act.End + 1 : act.End;
            if (first < end)
                Join(clauses, k - 1, [.. before.Mentions, new QuotedMention(act.First, clause.End, clause.Text(first, end))]);
        }
    }

    /// <summary>"if I am free tomorrow at 3, schedule a call": the condition belongs to the request behind it, with the time that it names.</summary>
    static void Conditions(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
        {
            var clause = clauses[k];
            // "if Sarah doesn't answer by Friday, remind me"
            if (clause.All<NoAnswerMention>().Any() && !clause.All<ActMention>().Any(a => a.Act != "find"))
            {
                clauses[k] = clauses[k + 1] with { Mentions = [.. clause.Mentions, .. clauses[k + 1].Mentions] };
                clauses.RemoveAt(k + 1);
                continue;
            }
            var checkable = clause.All<ConditionMention>().FirstOrDefault();
            if (checkable is null && !(clause.Tokens[clause.First].Norm is "if" or "unless" or "provided" && !clause.All<ActMention>().Any(a => a.Act != "find") && (clause.All<UnknownMention>().Any() || !clause.Has("mail") && !clause.All<FilterMention>().Any() && !clause.All<SenderMention>().Any())))
                continue;
            if (checkable is not null && clause.All<ActMention>().Any(a => a.Act != "find"))
                continue;
            IEnumerable<Mention> shared = checkable is null
                ? [new ConditionMention(clause.First, clause.End, null)]
                : clause.Mentions.Where(m => m is ConditionMention or TimeMention or LengthMention);
            clauses[k] = clauses[k + 1] with { Mentions = [.. shared, .. clauses[k + 1].Mentions] };
            clauses.RemoveAt(k + 1);
        }
        // "book a call with Sarah on Friday. only if I'm free"
        for (var k = clauses.Count - 1; k > 0; k--)
            if (clauses[k].All<ConditionMention>().Any() && clauses[k].Mentions.All(m => m is ConditionMention or FillerMention))
            {
                clauses[k - 1] = clauses[k - 1] with { Mentions = [.. clauses[k - 1].Mentions, .. clauses[k].All<ConditionMention>()] };
                clauses.RemoveAt(k);
            }
    }

    /// <summary>"archive and label the invoices": a request without an object takes that of the next one.</summary>
    static void ObjectBehind(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
            if (clauses[k].Mentions.All(m => m is ActMention or FillerMention) && clauses[k].Mentions.Count <= 3)
                clauses[k] = clauses[k] with { Mentions = [.. clauses[k].Mentions, .. clauses[k + 1].Mentions.Where(m => m is not ActMention and not LabelMention and not FillerMention)] };
    }

    /// <summary>"promotional mail older than a month, archive it": the object stands before its verb. What the sentence before denies ("I don't need …") asks for nothing.</summary>
    static void ObjectBefore(List<Clause> clauses)
    {
        for (var k = clauses.Count - 2; k >= 0; k--)
        {
            var (clause, next) = (clauses[k], clauses[k + 1]);
            if (clause.All<ActMention>().Any() || !next.All<ActMention>().Any() || !next.Mentions.All(m => m is ActMention or FillerMention or PronounMention or LabelMention or SayMention or ExceptMention or ThingMention { Thing: "calendar" or "allday" } || IsTarget(next, m))
                || next.All<PronounMention>().Any(p => next.Tokens[p.First].Norm is "him" or "her") || clause.All<UnknownMention>().Count() > 3)
                continue;
            clauses[k] = clause with { End = next.End, Mentions = [.. clause.Mentions.Where(m => m is not NegationMention), .. next.Mentions.Where(m => m is not PronounMention)] };
            clauses.RemoveAt(k + 1);
        }
    }

    /// <summary>"…: move it to Friday": a time behind "to".</summary>
    static bool IsTarget(Clause clause, Mention mention) => mention is TimeMention && clause.Act("move") is not null && mention.First > 0 && clause.Tokens[mention.First - 1].Norm is "to" or "until" or "by";

    /// <summary>"I forgot to answer Jonas, can you draft something": the second says the first again.</summary>
    static void SaidTwice(List<Clause> clauses)
    {
        for (var k = clauses.Count - 1; k > 0; k--)
        {
            var (before, clause) = (clauses[k - 1], clauses[k]);
            // "I can't come to the board meeting, say no"
            if (clause.All<ActMention>().Any() && clause.Mentions.All(m => m is FillerMention or PronounMention || m is ActMention { Act: "decline" or "accept" } act && before.Act(act.Act) is not null))
            {
                clauses.RemoveAt(k);
                continue;
            }
            if (before.Act("reply") is not null && !before.All<SayMention>().Any() && clause.All<ActMention>().Any() && !clause.All<PronounMention>().Any()
                && clause.Mentions.All(m => m is ActMention { Act: "draft" or "reply" or "send" } or FillerMention or SayMention || m is ActMention { Act: "schedule" } && clause.Has("draft") || m is ThingMention { Thing: "draft" or "reply" or "mail" }))
            {
                clauses[k - 1] = before with { End = clause.End, Mentions = [.. before.Mentions, .. clause.All<ActMention>(), .. clause.All<SayMention>()] };
                clauses.RemoveAt(k);
            }
            // "can't come to the retro, tell them I'm on a train": what the organiser is told
            else if (before.Act("decline", "accept", "tentative") is not null && !before.All<SayMention>().Any() && clause.All<SayMention>().Any() && clause.Mentions.All(m => m is ActMention { Act: "tell" or "send" } or FillerMention or PronounMention or SayMention))
            {
                clauses[k - 1] = before with { Mentions = [.. before.Mentions, .. clause.All<SayMention>()] };
                clauses.RemoveAt(k);
            }
            // "write Ben back, tell him I need one more day": the words of what is written
            else if (before.Act("reply", "send", "draft") is not null && !before.All<SayMention>().Any() && clause.All<SayMention>().Any() && clause.All<PronounMention>().Any()
                && clause.Mentions.All(m => m is ActMention { Act: "tell" or "send" } or FillerMention or PronounMention or SayMention))
            {
                clauses[k - 1] = before with { Mentions = [.. before.Mentions, .. clause.All<SayMention>()] };
                clauses.RemoveAt(k);
            }
        }
    }
}
