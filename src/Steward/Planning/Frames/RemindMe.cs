using NodaTime;
using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"remind me to call the bank on Friday at 10", "remind me every Monday at 9 to send the report", "set a reminder for 5pm: take the pills".</summary>
sealed class RemindMe : IFrame
{
    static readonly HashSet<string> Leads = new(StringComparer.Ordinal) { "me", "us", "to", "that", "about", "of", "for", ":", ",", "-", "–", "please", "and", "the", "a", "saying" };
    static readonly HashSet<string> Tails = new(StringComparer.Ordinal) { ",", ".", "!", "please", "on", "at", "by", "for", "to", "and", "then", "thanks", "pls" };

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("remind");
        var noun = clause.All<ThingMention>().FirstOrDefault(t => t.Thing == "reminder");
        if (act is not null && SendMail.IsReminder(clause, act))
            return null;
        if (act is null && noun is null || clause.Act("snooze") is not null)
            return null;
        // "what reminders do I have?" asks, it makes none
        if (act is null && (clause.Act("find", "cancel", "trash") is { } other && clause.Text(other).ToLowerInvariant() is not ("get" or "give me") || clause.Text(noun!).EndsWith('s')))
            return null;
        var leading = act?.Leading ?? clause.Mentions.TakeWhile(m => m != noun).All(m => m is FillerMention or ActMention);
        return new Reading("calendar.remind", leading ? 0.97 : 0.75, plan => Compose(clause, plan, Math.Clamp(Math.Max(act?.End ?? 0, noun is null || act is not null && noun.First > act.End + 1 ? 0 : noun.End), clause.First, clause.End)));
    }

    public IReadOnlyList<string> Covers(string intent) => ["remind", "schedule"];

    static Composed Compose(Clause clause, PlanBuilder plan, int from)
    {
        // the verb of a clause that was joined may stand behind its end
        from = Math.Min(from, clause.End);
        var spots = TimeFinder.Find([.. clause.Tokens.Skip(from).Take(clause.End - from)], plan.Context).ConvertAll(s => s with { First = s.First + from, End = s.End + from });
        // "in a quarter of an hour remind me to …": the time may stand before the verb
        var ahead = TimeFinder.Find([.. clause.Tokens.Skip(clause.First).Take(clause.End - clause.First)], plan.Context).ConvertAll(s => s with { First = s.First + clause.First, End = s.End + clause.First }).FindAll(s => s.End < from);
        if (spots.Count == 0)
            spots = ahead;
        // "remind me at 9 to join the call at 11": the time of the reminder is said first, any other is a part of its text
        var when = Chosen(spots, plan);
        var text = Text(clause, from, when.Count > 0 ? when : spots);
        if (text is null)
            throw PlanBuilder.Ask("Of what shall I remind you?", "text", []);
        // "two days before it's due": the day that it counts from is not known
        if (spots.Find(s => s.Value is Length && s.End < clause.End && clause.Tokens[s.End].Norm is "before" or "after" or "prior") is { } counted)
            throw PlanBuilder.Ask($"“{clause.Text(counted.First, clause.End)}”: which day is that? Say the day of the reminder.", "time",
                [.. new[] { "tomorrow at 9", "next Monday at 9" }.Select(t => new QuestionChoice(t, $"remind me {t}: {text}"))]);
        if (At(when.Count > 0 ? when : spots, plan) is not var (at, recurrence) || at is null)
            throw PlanBuilder.Ask("When shall I remind you?", "time",
                [.. new[] { "in an hour", "tomorrow at 9", "next Monday at 9" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);
        foreach (var spot in when)
            plan.Say(clause, spot.First, spot.End, plan.Moment(at.Value));
        plan.Add("calendar.propose-create-reminder", $"Propose the reminder “{text}”",
            new { text, at = at.Value.ToString("uuuu'-'MM'-'dd'T'HH':'mm", null), recurrence }, kind: CalendarActions.CreateReminder);
        return new Composed($"propose to remind you of “{text}” {plan.Moment(at.Value)}", clause.Mentions.ToHashSet());
    }

    /// <summary>The person's own words without those that say when; null when nothing is left.</summary>
    static string? Text(Clause clause, int from, List<TimeSpot> spots)
    {
        var kept = Enumerable.Range(from, clause.End - from).Where(i => !spots.Exists(s => i >= s.First && i < s.End)).ToList();
        // a preposition that belonged to a time goes with it
        kept.RemoveAll(i => spots.Exists(s => i == s.First - 1) && clause.Tokens[i].Norm is "on" or "at" or "by" or "for" && kept.Count > 1);
        // "put a reminder in my calendar to …": where reminders are anyway
        if (kept.Count > 3 && clause.Tokens[kept[0]].Norm is "in" or "on" or "into" && clause.Tokens[kept[1]].Norm is "my" or "the" or "our" && clause.Tokens[kept[2]].Norm is "calendar" or "diary" or "agenda" or "phone")
            kept.RemoveRange(0, 3);
        while (kept.Count > 0 && Leads.Contains(clause.Tokens[kept[0]].Norm) && !(clause.Tokens[kept[0]].Norm is "the" or "a" && kept.Count > 1 && spots.TrueForAll(s => s.First > kept[0])))
            kept.RemoveAt(0);
        while (kept.Count > 0 && Tails.Contains(clause.Tokens[kept[^1]].Norm))
            kept.RemoveAt(kept.Count - 1);
        if (kept.Count == 0)
            return null;
        var parts = new List<string>();
        for (var k = 0; k < kept.Count;)
        {
            var last = k;
            while (last + 1 < kept.Count && kept[last + 1] == kept[last] + 1)
                last++;
            parts.Add(clause.Text(kept[k], kept[last] + 1));
            k = last + 1;
        }
        var text = string.Join(' ', parts).Trim().Trim('"', '“', '”');
        return text.Length == 0 ? null : char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>The expressions that say when: a repetition with its hour, a day with its hour, or the first that lies ahead.</summary>
    static List<TimeSpot> Chosen(List<TimeSpot> spots, PlanBuilder plan)
    {
        TimeSpot? One(Func<TimeValue, bool> fits) => spots.Find(s => fits(s.Value));
        var (repeat, day, hour) = (One(v => v is Repeat), One(v => v is Days), One(v => v is Clock));
        List<TimeSpot?> chosen = repeat is not null ? [repeat, ((Repeat)repeat.Value).Timed ? null : hour] : day is not null && hour is not null && spots.TrueForAll(s => s.Value is not Moment || s.First > Math.Min(day.First, hour.First)) ? [day, hour] : [spots.Find(s => Later.At(s.Value, plan) is { } at && at > plan.Now)];
        return [.. chosen.OfType<TimeSpot>().OrderBy(s => s.First)];
    }

    /// <summary>The first time in the future that is said: a day and a time of day may stand apart; a day alone means the beginning of the working day.</summary>
    static (LocalDateTime? At, string? Recurrence)? At(List<TimeSpot> spots, PlanBuilder plan)
    {
        if (spots.Select(s => s.Value).OfType<Repeat>().FirstOrDefault() is { } repeat)
        {
            var clock = spots.Select(s => s.Value).OfType<Clock>().FirstOrDefault()?.Time ?? (repeat.Timed ? repeat.First.TimeOfDay : plan.Context.WorkdayStart);
            return (repeat.First.Date + clock, (repeat.Rule with { At = null }).Write());
        }
        var day = spots.Select(s => s.Value).OfType<Days>().FirstOrDefault();
        var hour = spots.Select(s => s.Value).OfType<Clock>().FirstOrDefault();
        if (day is not null && hour is not null)
            return (day.From + hour.Time, null);
        foreach (var spot in spots)
            if (Later.At(spot.Value, plan) is { } at && at > plan.Now)
                return (at, null);
        return null;
    }
}
