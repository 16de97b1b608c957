using System.Globalization;
using System.Text.Json;
using NodaTime;
using Steward.Actions;
using Steward.Calendar;
using Steward.Mail;
using Steward.Notes;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Turns;

/// <summary>
/// The answer of a turn, put together from fixed phrases. A reading step is shown when it is what was asked for: when no later step works on its result, or when it made
/// something to read (a summary, a draft). Pure.
/// </summary>
sealed class ReplyWriter(Plan plan, IReadOnlyList<StepState> states, IReadOnlyList<ProposalView> proposals, DateTimeZone zone)
{
    const int ListedMessages = 5;
    const int ListedPriorities = 3;

    readonly List<string> paragraphs = [];
    readonly List<AnswerBlock> blocks = [];
    readonly List<string> labels = [];
    readonly List<string> idle = [];

    public Answer Write()
    {
        foreach (var (step, state) in plan.Steps.Zip(states))
        {
            if (state.State == StepStatus.Failed)
                paragraphs.Add($"“{Sentence.Escape(step.Title)}” was not possible: {Sentence.Escape(state.Error ?? "nothing came of it")}");
            else if (step.Effect == StepEffect.Propose)
                Proposed(step, state);
            else if (state is { State: StepStatus.Done, Result: { } result })
                Read(step, state, result);
        }
        // of several steps that could propose something, those that had nothing to are not worth a word beside the others
        if (!plan.Steps.Zip(states).Any(s => s.First.Effect == StepEffect.Propose && s.Second.State != StepStatus.Skipped))
            paragraphs.AddRange(idle.Distinct(StringComparer.Ordinal).Take(1));
        if (paragraphs.Count == 0)
            paragraphs.Add("There was nothing to do.");
        return new Answer(string.Join("\n\n", paragraphs), blocks, labels);
    }

    void Read(PlanStep step, StepState state, JsonElement result)
    {
        var used = plan.Steps.Any(later => later.Id != step.Id && StepArguments.RootsOf(later).Contains(step.Id));
        if (result.ValueKind != JsonValueKind.Object)
            return;
        Notes(result);
        if (result.TryGetProperty("bullets", out var bullets))
            Summary(state, result, bullets);
        else if (result.TryGetProperty("citations", out var citations))
            Answered(result, state, Items<SummaryLine>(citations));
        else if (result.TryGetProperty("inReplyToMessageId", out _))
            Draft(state, result);
        else if (used)
            return;
        else if (result.TryGetProperty("priorities", out var priorities))
            Priorities(state, result.GetProperty("kind").GetString()!, Items<PriorityLine>(priorities), result.GetProperty("total").GetInt32());
        else if (result.TryGetProperty("messages", out var messages) && result.TryGetProperty("total", out var total))
            Messages(state, Items<MessageSummary>(messages), total.GetInt64());
        else if (result.TryGetProperty("slots", out var slots))
            Slots(state, Items<AnswerSlot>(slots));
        else if (result.TryGetProperty("events", out var events))
            Events(state, Items<EventInstance>(events));
        else if (result.TryGetProperty("keptNotes", out var kept))
            Kept(state, Items<NoteView>(kept));
        else if (result.TryGetProperty("lines", out var lines) && Items<string>(lines) is { Count: > 0 } all)
            paragraphs.Add($"{Sentence.Escape(state.Summary ?? "Found")}:\n\n{string.Join('\n', all.Take(20).Select(l => $"- {Sentence.Escape(l)}"))}");
        else if (state.Summary is { } summary)
            paragraphs.Add(Sentence.Escape(summary) + ".");
    }

    /// <summary>What a step has to say to the person whatever follows from it: what could not be placed, and why.</summary>
    void Notes(JsonElement result)
    {
        if (result.TryGetProperty("notes", out var notes) && notes.ValueKind == JsonValueKind.Array && notes.GetArrayLength() > 0)
            paragraphs.Add(string.Join('\n', notes.EnumerateArray().Select(n => $"- {Sentence.Escape(n.GetString() ?? "")}")));
    }

    /// <summary>An answer stands on passages that can be opened; without a model there are only the passages.</summary>
    void Answered(JsonElement result, StepState state, IReadOnlyList<SummaryLine> citations)
    {
        var answer = result.TryGetProperty("answer", out var text) ? text.GetString() : null;
        paragraphs.Add(answer is not null ? Sentence.Escape(answer)
            : citations.Count == 0 ? $"{Sentence.Escape(state.Summary ?? "Found no answer")}."
            : $"{Sentence.Escape(state.Summary ?? "")}:\n\n{string.Join('\n', citations.Select(c => $"- {Sentence.Escape(c.Text)}"))}");
        if (citations.Count > 0)
            blocks.Add(new SummaryBlock(citations));
        if (answer is not null && By(result) is { } model)
            Label($"answered by {model}, with its passages");
        else if (citations.Count > 0)
            Label("passages, not an answer");
    }

    /// <summary>The model that wrote it; null when none did.</summary>
    static string? By(JsonElement result) => result.TryGetProperty("by", out var by) && by.ValueKind == JsonValueKind.String ? by.GetString() : null;

    void Summary(StepState state, JsonElement result, JsonElement bullets)
    {
        var lines = Items<SummaryLine>(bullets);
        if (lines.Count == 0)
        {
            paragraphs.Add("I found no mail with text to summarise.");
            return;
        }
        paragraphs.Add($"{Sentence.Escape(state.Summary ?? "")}:\n\n{string.Join('\n', lines.Select(l => $"- {Sentence.Escape(l.Text)}"))}");
        blocks.Add(new SummaryBlock(lines));
        Label(By(result) is { } model ? $"summary by {model}" : "extractive summary");
    }

    void Draft(StepState state, JsonElement result)
    {
        var text = result.GetProperty("text").GetString() ?? "";
        blocks.Add(new DraftBlock(text, result.TryGetProperty("source", out var source) ? Json.Read<SourceRef>(source) : null));
        var kind = result.TryGetProperty("kind", out var named) ? named.GetString() : null;
        var how = kind switch
        {
            "words" => ", in your words.",
            "model" => ". A language model wrote it in your manner: read it before it is sent.",
            _ => ". It is a template: fill in what is in brackets before it is sent.",
        };
        paragraphs.Add($"{Sentence.Escape(state.Summary ?? "Drafted a reply")}{how}");
        if (kind != "words")
            Label(By(result) is { } model ? $"draft by {model}" : "template draft");
    }

    void Messages(StepState state, IReadOnlyList<MessageSummary> messages, long total)
    {
        var lines = messages.Take(ListedMessages).Select(m =>
            $"- **{Sentence.Escape(m.From.Name ?? m.From.Email)}**: {Sentence.Escape(m.Subject)} ({Say(m.Date, "d MMM HH:mm")})").ToList();
        if (total > lines.Count && lines.Count > 0)
            lines.Add($"- … and {total - lines.Count:N0} more");
        paragraphs.Add(lines.Count == 0 ? $"{state.Summary}." : $"{state.Summary}:\n\n{string.Join('\n', lines)}");
        blocks.Add(new MessagesBlock(messages, total));
    }

    void Slots(StepState state, IReadOnlyList<AnswerSlot> slots)
    {
        var lines = slots.Select(s => $"- **{Say(s.Start, "dddd d MMMM, HH:mm")}–{Say(s.End, "HH:mm")}**{(s.Reasons.Count == 0 ? "" : $": {Sentence.Escape(string.Join(", ", s.Reasons))}")}");
        paragraphs.Add(slots.Count == 0 ? $"{state.Summary}. Try a longer period or a shorter time." : $"{state.Summary}:\n\n{string.Join('\n', lines)}");
        blocks.Add(new SlotsBlock(slots));
    }

    void Events(StepState state, IReadOnlyList<EventInstance> events)
    {
        var lines = events.Take(20).Select(e => $"- **{(e.Event.Start.IsAllDay ? Say(e.Start, "ddd d MMM") + ", all day" : Say(e.Start, "ddd d MMM HH:mm"))}**: {Sentence.Escape(e.Event.Summary)}");
        paragraphs.Add(events.Count == 0 ? $"{state.Summary}." : $"{state.Summary}:\n\n{string.Join('\n', lines)}");
        blocks.Add(new EventsBlock(events));
    }

    void Kept(StepState state, IReadOnlyList<NoteView> notes) => paragraphs.Add(notes.Count == 0 ? $"{state.Summary}."
        : $"{state.Summary}:\n\n{string.Join('\n', notes.Take(10).Select(n => $"- {Sentence.Escape(n.Text)} ({Say(n.UpdatedAt, "d MMM")})"))}");

    void Priorities(StepState state, string kind, IReadOnlyList<PriorityLine> items, int total)
    {
        var lines = items.Take(ListedPriorities).Select(i => $"- **{Sentence.Escape(i.Title)}**{(i.Who is null ? "" : $" ({Sentence.Escape(i.Who)})")}: {Sentence.Escape(string.Join(", ", i.Reasons.Take(3)))}").ToList();
        if (total > lines.Count && lines.Count > 0)
            lines.Add($"- … and {total - lines.Count:N0} more");
        paragraphs.Add(lines.Count == 0 ? $"{state.Summary}." : $"{state.Summary}:\n\n{string.Join('\n', lines)}");
        blocks.Add(new PrioritiesBlock(kind, items, total));
        Label("found by rules");
    }

    void Proposed(PlanStep step, StepState state)
    {
        if (state.State == StepStatus.Skipped)
        {
            var source = StepArguments.RootsOf(step).Select(root => states.FirstOrDefault(s => s.Id == root)).FirstOrDefault(s => s is { State: StepStatus.Done, Summary: not null });
            idle.Add(source is null ? $"There is nothing to do for “{Sentence.Escape(step.Title)}”." : $"There is nothing to do: {Sentence.Escape(Lower(source.Summary!))}.");
            return;
        }
        var own = proposals.Where(p => state.ProposalIds?.Contains(p.Id) == true).ToList();
        if (own.Count == 0)
            return;
        var text = $"{Sentence.Escape(step.Title)}: {Lower(Settlement.Say(own))}.";
        if (own.Where(p => p.State is ProposalState.Failed or ProposalState.Stale).Select(p => p.Error?.Reason).FirstOrDefault(r => r is not null) is { } reason)
            text += $" {Sentence.Escape(reason)}";
        if (own.FirstOrDefault(p => p.State == ProposalState.Approved)?.HeldUntil is { } held)
            text += $" Mail is sent at {Say(held, "HH:mm")}; until then it can be stopped.";
        if (own.Where(p => p.State == ProposalState.Done).Max(p => p.UndoUntil) is { } until)
            text += $" You can undo this until {Say(until, "HH:mm")}.";
        paragraphs.Add(text);
        if (Left(state) is > 0 and var left)
            paragraphs.Add($"At most {ProposeAction.BatchLimit} changes are proposed at once, so {left:N0} more are left. Send the same request again to go on with them.");
        blocks.Add(new ProposalsBlock([.. own.Select(p => p.Id)]));
    }

    static int Left(StepState state) => state.Result is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("left", out var left) ? left.GetInt32() : 0;

    void Label(string label)
    {
        if (!labels.Contains(label))
            labels.Add(label);
    }

    string Say(DateTimeOffset instant, string format) => Instant.FromDateTimeOffset(instant).InZone(zone).ToString(format, CultureInfo.InvariantCulture);

    static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];

    static IReadOnlyList<T> Items<T>(JsonElement list) => [.. list.EnumerateArray().Select(Json.Read<T>)];
}
