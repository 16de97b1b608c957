using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Language;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"create a calendar called Family", "rename my Family calendar to Home", "delete the calendar “Old projects”": calendars themselves, not what stands in them.</summary>
sealed class ManageCalendar : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => intent switch
    {
        "calendar.create-calendar" => ["schedule", "draft"],
        "calendar.rename-calendar" => ["rename", "update", "move"],
        _ => ["trash", "cancel"],
    };

    public Reading? Read(Clause clause)
    {
        var noun = Enumerable.Range(clause.First, clause.End - clause.First).FirstOrDefault(i => clause.Tokens[i].Norm == "calendar", -1);
        // "delete the dentist from my calendar" speaks of what stands in it
        if (noun < 0 || Within(clause, noun) || clause.NamesMail || clause.Tokens[clause.End - 1].Norm == "?" && clause.Tokens[clause.First].Norm is "what" or "which" or "do" or "is" or "am")
            return null;
        if (clause.Act("rename") is { Leading: true } rename && noun > rename.First && (clause.All<SayMention>().FirstOrDefault() is not { } said || noun < said.First))
            return new Reading("calendar.rename-calendar", 0.99, plan => Rename(clause, plan, rename, noun));
        if (clause.Act("schedule") is { Leading: true } make && clause.NormsOf(make).Any(w => w is "create" or "make" or "add" or "set" or "open" or "start") && New(clause, make.End, noun) || clause.Tokens[clause.First].Norm == "new" && noun == clause.First + 1)
            return new Reading("calendar.create-calendar", 0.99, plan => Create(clause, plan, noun));
        if (clause.Act("trash", "cancel") is { Leading: true } delete && noun > delete.First && !clause.Has("meeting") && !clause.All<TimeMention>().Any() && !clause.All<PersonMention>().Any() && Between(clause, delete.End, noun) is var name && (name is not null || Behind(clause, noun) is not null))
            return new Reading("calendar.delete-calendar", 0.99, plan => Delete(clause, plan, name ?? Behind(clause, noun)!.Value));
        return null;
    }

    /// <summary>"from my calendar", "in the work calendar": where something stands.</summary>
    static bool Within(Clause clause, int noun) =>
        Enumerable.Range(clause.First, noun - clause.First).Any(i => clause.Tokens[i].Norm is "from" or "in" or "on" or "off" or "to" or "into" or "with" or "of" or "out" && noun - i <= 4 && !(clause.Tokens[i].Norm == "of" && i > clause.First && clause.Tokens[i - 1].Norm == "rid"));

    /// <summary>"a calendar", "another new calendar", "a Family calendar": one that is not there yet.</summary>
    static bool New(Clause clause, int from, int noun) => Enumerable.Range(from, Math.Max(0, noun - from)).Any(i => clause.Tokens[i].Norm is "a" or "an" or "another" or "new") && noun - from <= 5;

    /// <summary>The words between the verb and the noun that name it: "my Family calendar".</summary>
    static (int First, int End)? Between(Clause clause, int from, int noun)
    {
        while (from < noun && clause.Tokens[from].Norm is "the" or "my" or "our" or "a" or "an" or "another" or "new" or "me" or "up" or "separate" or "extra" or "whole" or "entire" or "complete" or "that" or "this" or "second" or "shared" or "please")
            from++;
        return from < noun && clause.Tokens[from].Kind != TokenKind.Symbol ? (from, noun) : Quotes.Close(clause.Tokens, from, noun) is { } close && close == noun - 1 && close > from + 1 ? (from + 1, close) : null;
    }

    /// <summary>"… calendar called Family", "the calendar 'Old projects'", "a calendar for the football team".</summary>
    static (int First, int End)? Behind(Clause clause, int noun)
    {
        var (first, end) = (noun + 1, clause.All<SayMention>().FirstOrDefault(s => s.First > noun)?.First ?? clause.End);
        while (first < end && clause.Tokens[first].Norm is "called" or "named" or "titled" or "for" or ":" or "with" or "the" or "name" or "labelled" or "my")
            first++;
        while (end > first && clause.Tokens[end - 1].Norm is "." or "!" or "?" or "please" or "pls" or "thanks" or ",")
            end--;
        return first >= end ? null : Quotes.Close(clause.Tokens, first, end) is { } close && close > first + 1 ? (first + 1, close) : (first, end);
    }

    static Composed Create(Clause clause, PlanBuilder plan, int noun)
    {
        var name = Behind(clause, noun) ?? Between(clause, clause.Act("schedule")?.End ?? clause.First, noun)
            ?? throw PlanBuilder.Ask("What shall the calendar be called? Write: create a calendar called …", "text", []);
        plan.Say(clause, name.First, name.End, "the name of the new calendar");
        plan.Add("calendar.propose-create-calendar", $"Propose to make the calendar “{Capital(clause, name)}”", new { name = Capital(clause, name) }, kind: CalendarActions.CreateCalendar);
        return new Composed($"propose to make the calendar “{Capital(clause, name)}”", clause.Mentions.ToHashSet());
    }

    static Composed Rename(Clause clause, PlanBuilder plan, ActMention rename, int noun)
    {
        var name = Between(clause, rename.End, noun) ?? Behind(clause, noun) ?? throw PlanBuilder.Ask("Which calendar shall I rename? Write: rename the calendar … to …", "text", []);
        if (clause.All<SayMention>().FirstOrDefault(s => s.First > noun) is not { } said)
            throw PlanBuilder.Ask("What shall it be called? Write: to …", "text", []);
        plan.Say(clause, name.First, name.End, "the calendar of this name");
        plan.Say(clause, said, "its new name, word for word");
        plan.Add("calendar.propose-rename-calendar", $"Propose to rename it to “{said.Text}”", new { calendar = clause.Text(name.First, name.End), name = said.Text }, kind: CalendarActions.RenameCalendar);
        return new Composed($"propose to rename the calendar “{clause.Text(name.First, name.End)}” to “{said.Text}”", clause.Mentions.ToHashSet());
    }

    static Composed Delete(Clause clause, PlanBuilder plan, (int First, int End) name)
    {
        var text = clause.Text(name.First, name.End);
        plan.Say(clause, name.First, name.End, "the calendar of this name, with its events");
        plan.Add("calendar.propose-delete-calendar", $"Propose to delete the calendar “{text}”", new { calendar = text }, kind: CalendarActions.DeleteCalendar, risk: "its events go with it");
        return new Composed($"propose to delete the calendar “{text}” with its events", clause.Mentions.ToHashSet());
    }

    static string Capital(Clause clause, (int First, int End) name) => clause.Text(name.First, name.End) is var text ? char.ToUpperInvariant(text[0]) + text[1..] : "";
}
