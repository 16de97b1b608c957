using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"block two hours for deep work tomorrow", "block time for deep work around my meetings": free time of one's own, put in the calendar.</summary>
sealed class BlockTime : IFrame
{
    const int DefaultMinutes = 120;

    public IReadOnlyList<string> Covers(string intent) => ["block", "schedule", "draft"];

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("block");
        // "the next possible 3 hour block?" asks for one
        if (act is { Leading: false } && clause.Tokens[clause.End - 1].Norm == "?" && !clause.Has("deepwork"))
            return null;
        // "hold two hours for writing"
        act ??= clause.Act("schedule") is { Leading: true } hold && clause.NormsOf(hold).Contains("hold") && (clause.All<LengthMention>().Any() || clause.All<TimeMention>().Any()) && !clause.Has("meeting") ? hold : null;
        if (!clause.Has("deepwork") && act is null || clause.Has("deepwork") && act is null && clause.Act("schedule", "find", "draft") is null && !clause.All<TimeMention>().Any())
            return null;
        return new Reading("calendar.block-time", clause.Has("deepwork") ? 0.94 : act!.Leading ? 0.88 : 0.75, plan => Compose(clause, plan));
    }

    /// <summary>"block my lunch": what stands right behind the verb; "around my meetings" names none.</summary>
    static bool IsObject(Clause clause, Mention mention) => mention is ThingMention { Thing: "meeting" } && clause.Act("block", "schedule") is { } act && clause.Mentions.All(m => m.First < act.End || m.First >= mention.First || m is FillerMention or UnknownMention);

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        var timing = EventTiming.Of(clause, plan, used);
        var nobody = new Attendance(null, null, "", null);
        used.UnionWith(clause.All<AccountMention>());
        var title = clause.Has("deepwork") ? "Deep work" : Purpose.Of(clause, plan, used) ?? EventTitle.Of(clause with { Mentions = [.. clause.Mentions.Where(m => m is not ThingMention || IsObject(clause, m))] }, nobody, used, plan);
        used.UnionWith(clause.All<TopicMention>());
        if (title == "Meeting")
            title = "Busy";
        if ((!timing.Any || plan.Listed is not null && clause.HasPhrase("of the day")) && clause.HasPhrase("the day") || !timing.Any && clause.Mentions.Any(m => m is UnknownMention or TopicMention && clause.Text(m).ToLowerInvariant() is "day" or "the day" or "morning" or "afternoon"))
            throw PlanBuilder.Ask("Which day shall I block?", "time", [.. new[] { "today", "tomorrow", "next Friday" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);
        string? slots = null;
        if (timing.Start is null)
        {
            if (timing.Minutes is null)
                plan.Assume(EventTiming.DefaultLength(DefaultMinutes));
            slots = FindSlot.Add(plan, timing with { Minutes = timing.Minutes ?? DefaultMinutes }, nobody, 1, clause);
        }
        plan.Add("calendar.propose-create-event", $"Propose to block “{title}”", new
        {
            summary = title,
            slot = slots is null ? (System.Text.Json.JsonElement?)null : PlanReference.To($"{slots}[0]"),
            start = timing.Start is { } start ? plan.Instant(start) : (DateTimeOffset?)null,
            end = timing.Start is { } from ? plan.Instant(timing.End ?? from.PlusMinutes(timing.Minutes ?? DefaultMinutes)) : (DateTimeOffset?)null,
            recurrence = timing.Repeats?.Write(),
        }, when: slots, kind: CalendarActions.CreateEvent);
        return new Composed($"propose to block time for {title}", used);
    }
}
