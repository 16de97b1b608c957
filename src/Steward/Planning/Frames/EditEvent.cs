using NodaTime;
using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>
/// Changes of an event other than to a named time: "rename the workshop on Tuesday to Planning offsite", "make the review an hour longer", "push my standup back by
/// 30 minutes", "add Sarah to the design review", "set the location of the retro to Room 4".
/// </summary>
sealed class EditEvent : IFrame
{
    /// <param name="Field">The tool's argument; <paramref name="Part"/> are the mentions that say the change and do not describe the event.</param>
    sealed record Edit(string Field, object? Value, string Spoken, IReadOnlyList<Mention> Part, string Missing = "text", string Question = "");

    public IReadOnlyList<string> Covers(string intent) => ["rename", "update", "move", "schedule", "mark", "lengthen", "shorten", "invite", "uninvite", "trash", "cancel", "draft"];

    public Reading? Read(Clause clause)
    {
        if (clause.NamesMail || clause.Has("note") && !clause.Has("description"))
            return null;
        if (Text(clause) is { } text)
            return new Reading("calendar.update", 0.94, plan => Compose(clause, plan, text));
        if (Place(clause) is { } place)
            return new Reading("calendar.update", 0.95, plan => Compose(clause, plan, place));
        if (EventShift.Of(clause) is { } shift)
            return new Reading("calendar.update", shift.Sure ? 0.96 : 0.86, plan => Compose(clause, plan, new Edit(shift.Field, shift.Value, shift.Spoken, shift.Part)));
        if (Joins(clause) is { } joins)
            return new Reading("calendar.update", 0.95, plan => Compose(clause, plan, joins(plan)));
        return Guests(clause) is { } guests ? new Reading("calendar.update", 0.95, plan => Compose(clause, plan, guests(plan))) : null;
    }

    /// <summary>A new title, place or description.</summary>
    static Edit? Text(Clause clause)
    {
        var act = clause.Act("rename", "update", "move", "schedule", "mark");
        var field = clause.Act("rename") is not null || clause.Has("title") ? "summary" : clause.Has("location") || clause.HasAny("room") && clause.All<SayMention>().Any() ? "location" : clause.Has("description") ? "description" : null;
        if (act is null || field is null || !act.Leading && clause.Act("rename") is null)
            return null;
        var word = field == "summary" ? "title" : field;
        if (clause.All<SayMention>().LastOrDefault() is not { } said)
            return new Edit(field, null, "", [], "text", field == "summary" ? "What shall it be called? Write: to …" : $"What shall the {word} be? Write: to …");
        return new Edit(field, said.Text, field == "summary" ? $"rename it to “{said.Text}”" : $"set its {word} to “{said.Text}”", [said]);
    }

    /// <summary>"the review needs to be in room 204", "can the retro take place at Luigi's": a new place.</summary>
    static Edit? Place(Clause clause) =>
        clause.All<PlaceMention>().LastOrDefault() is { } place && place.First > clause.First && clause.Tokens[place.First - 1].Norm is "be" or "place" or "held" or "happen" && clause.HasAny("should", "must", "needs", "need", "has", "can", "could", "will") && !clause.All<ActMention>().Any(a => a.Act != "find")
            ? new Edit("location", place.Place, $"set its place to “{place.Place}”", [place, .. clause.Mentions.Where(m => m is UnknownMention && clause.NormsOf(m).All(w => w is "needs" or "take" or "place" or "held" or "happen"))]) : null;

    /// <summary>Who is added to or taken off an event that is there: "to the review", never "to a review".</summary>
    static Func<PlanBuilder, Edit>? Guests(Clause clause)
    {
        var mentions = clause.Mentions;
        var k = 0;
        while (k < mentions.Count && mentions[k] is FillerMention or ActMention { Act: "find" })
            k++;
        if (k + 1 >= mentions.Count || mentions[k] is not ActMention act)
            return null;
        var verb = clause.Text(act).ToLowerInvariant();
        var adds = verb is "add" or "invite" or "include" or "bring" or "put" || act.Act == "invite";
        if (!adds && !(verb is "remove" or "drop" or "delete" or "take" || act.Act == "uninvite"))
            return null;
        var people = new List<Mention>();
        var at = k + 1;
        for (; at < mentions.Count && (mentions[at] is PersonMention or CompanyMention || act.Act is "invite" or "uninvite" && IsName(clause, mentions[at]) || people.Count == 0 && mentions[at] is FillerMention); at++)
            if (mentions[at] is not FillerMention)
                people.Add(mentions[at]);
        // the preposition begins what describes the event: "… to the review", "… from the kickoff"
        // nothing behind them: the event that was spoken of before
        if (people.Count == 0 || mentions.Skip(at).All(m => m is FillerMention) && act.Act != "invite" || mentions.Skip(at).Any(m => m is not FillerMention) && !Existing(clause, mentions[at].First, adds))
            return null;
        if (people.Find(m => m is UnknownMention) is { } stranger)
            return _ => throw PlanBuilder.Ask($"I know no address of “{clause.Text(stranger)}”. What is it?", "address", []);
        return plan => new Edit(adds ? "addAttendees" : "removeAttendees", People(clause, plan, people, adds), adds ? "invite " : "take off the list ", people);
    }

    /// <summary>"invite Lukas to …": whoever is invited is somebody, known or not.</summary>
    static bool IsName(Clause clause, Mention mention) => mention is UnknownMention && clause.Tokens[mention.First].Capital;

    /// <summary>"Ben should also be in the budget review", "Sarah and Priya need to come to Friday's retro".</summary>
    static Func<PlanBuilder, Edit>? Joins(Clause clause)
    {
        var people = clause.Mentions.TakeWhile(m => m is PersonMention or FillerMention).ToList();
        if (people.OfType<PersonMention>().FirstOrDefault() is not { } first || clause.All<ActMention>().Any(a => a.Act is not ("find" or "invite")) || clause.Tokens[clause.End - 1].Norm == "?" || !clause.HasAny("should", "must", "needs", "need", "has", "have", "ought"))
            return null;
        var at = Enumerable.Range(first.End, Math.Max(0, clause.End - first.End)).FirstOrDefault(i => clause.Tokens[i].Norm is "in" or "at" or "on" or "to" or "join" or "attend" or "of" && i + 1 < clause.End && Existing(clause, clause.Tokens[i].Norm is "join" or "attend" ? i : i, adds: true, any: true), -1);
        if (at < 0 || !Enumerable.Range(first.End, at - first.End + 1).Any(i => clause.Tokens[i].Norm is "be" or "come" or "join" or "attend" or "go" or "invited" or "part") || !clause.Has("meeting") && !clause.All<UnknownMention>().Any())
            return null;
        var verbs = clause.Mentions.Where(m => m.First >= first.End && m.End <= at + 1 && m is UnknownMention or ActMention).ToList();
        return plan => new Edit("addAttendees", People(clause, plan, [.. people.OfType<PersonMention>()], adds: true), "invite ", [.. people.OfType<PersonMention>(), .. verbs]);
    }

    static bool Existing(Clause clause, int i, bool adds, bool any)
    {
        var next = i + 1;
        return any && next < clause.End && (clause.Tokens[next].Norm is "the" or "my" or "our" or "this" or "that" or "tomorrow" or "today" or "next" || next + 1 < clause.End && clause.Tokens[next + 1].Norm == "'s") || !any && Existing(clause, i, adds);
    }

    static bool Existing(Clause clause, int i, bool adds)
    {
        var preposition = clause.Tokens[i].Norm;
        if (!(adds ? preposition is "to" or "in" or "into" or "on" : preposition is "from" or "off" or "of"))
            return false;
        var next = preposition is "off" && clause.Tokens[Math.Min(i + 1, clause.End - 1)].Norm == "of" ? i + 2 : i + 1;
        return next < clause.End && (clause.Tokens[next].Norm is "the" or "my" or "our" or "this" or "that" or "it" or "tomorrow" or "today" or "next" or "monday" or "tuesday" or "wednesday" or "thursday" or "friday" || next + 1 < clause.End && clause.Tokens[next + 1].Norm == "'s")
            && !(adds && clause.Tokens[Math.Min(next + 1, clause.End - 1)].Norm is "calendar" or "diary" or "agenda" or "schedule" or "list");
    }

    static object[] People(Clause clause, PlanBuilder plan, IReadOnlyList<Mention> mentions, bool adds)
    {
        var persons = mentions.SelectMany(m => m is PersonMention p ? p.People.Persons : ((CompanyMention)m).People.Persons).ToList();
        foreach (var person in persons)
            plan.Resolve(person, clause, mustBeKnown: true);
        foreach (var mention in mentions)
            plan.Say(clause, mention, string.Join(", ", persons.Select(p => $"{p.Name} ({string.Join(", ", adds ? p.Addresses.Take(1) : p.Addresses)})")));
        return [.. persons.SelectMany(p => (adds ? p.Addresses.Take(1) : p.Addresses).Select(a => (object)new { email = a, name = p.Candidates.Count == 1 ? p.Name : null }))];
    }

    static Composed Compose(Clause clause, PlanBuilder plan, Edit edit)
    {
        if (edit.Value is null)
            throw PlanBuilder.Ask(edit.Question, edit.Missing, []);
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        used.UnionWith(edit.Part);
        foreach (var said in edit.Part.OfType<SayMention>())
            plan.Say(clause, said, "the new text, word for word");
        used.UnionWith(clause.All<AccountMention>());
        var described = clause with { Mentions = [.. clause.Mentions.Select(m => m is SenderMention sender && !sender.People.Persons.All(p => p.Known) ? new UnknownMention(sender.First + 1, sender.End) : m)] };
        var events = EventChoice.Add(described, plan, used, edit.Part.Contains, "change");
        used.UnionWith(clause.Mentions.Where(m => m is SenderMention && !described.Mentions.Contains(m)));
        var arguments = new Dictionary<string, object?>
        {
            ["eventId"] = PlanReference.To("item.event.id"), ["accountId"] = PlanReference.To("item.event.accountId"), ["originalStart"] = PlanReference.To("item.originalStart"), [edit.Field] = edit.Value,
        };
        var spoken = edit.Spoken.EndsWith(' ') ? edit.Spoken + string.Join(", ", edit.Part.Select(m => clause.Text(m))) : edit.Spoken;
        plan.Add("calendar.propose-update-event", $"Propose to {spoken}", arguments, forEach: events, when: events, kind: CalendarActions.UpdateEvent,
            risk: edit.Field == "addAttendees" ? "invites people" : "tells attendees");
        return new Composed($"propose to {spoken}", used);
    }
}
