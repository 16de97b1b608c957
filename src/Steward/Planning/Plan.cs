using System.Text.Json;
using Steward.Platform;

namespace Steward.Planning;

/// <summary>What planning a message came to.</summary>
public enum PlanOutcome
{
    /// <summary>A plan that only reads: it can be answered at once.</summary>
    Answer,
    /// <summary>A plan with steps that will propose changes.</summary>
    Propose,
    /// <summary>Something is missing or ambiguous: a question with choices.</summary>
    Ask,
    /// <summary>Outside what Steward does: says what was understood, what it cannot do, and the nearest thing that it can.</summary>
    Refuse,
}

/// <summary>The answer of a planner. Exactly one of plan, question, refusal is set, as the outcome says.</summary>
public sealed record PlanResult
{
    public required PlanOutcome Outcome { get; init; }
    public Plan? Plan { get; init; }
    public PlanQuestion? Question { get; init; }
    public PlanRefusal? Refusal { get; init; }

    /// <summary>Null: the built-in planner, and nobody else was asked.</summary>
    public PlanMaking? Made { get; init; }
}

/// <summary>
/// A typed document: what will be read, what may be proposed, in what order. It is fixed before any outside text is read; results fill values through
/// references and never add steps, tools or recipients. Stored with its run: a public format, with a version.
/// </summary>
public sealed record Plan
{
    public int Version { get; init; } = 1;
    /// <summary>The request, in the person's words.</summary>
    public required string Request { get; init; }
    /// <summary>One sentence that says back what Steward will do.</summary>
    public required string Summary { get; init; }
    /// <summary>"mail.archive-old", "calendar.find-slot" …: the family that was recognised.</summary>
    public required string Intent { get; init; }
    /// <summary>0–1, how sure the reading is. Below the planner's threshold the outcome is <see cref="PlanOutcome.Ask"/> instead.</summary>
    public required double Confidence { get; init; }
    /// <summary>"built-in" or the model's name.</summary>
    public required string Planner { get; init; }
    /// <summary>How each phrase was read: "older than 30 days" → "received before 21 Oct 2026".</summary>
    public required IReadOnlyList<PhraseReading> Readings { get; init; }
    public required IReadOnlyList<PlanStep> Steps { get; init; }
    /// <summary>
    /// The worst origin of anything written into it. <see cref="Trust.User"/>: made of the request alone, before anything was read. <see cref="Trust.Outside"/>: a follow-up that was made of
    /// what had been read, and that the person has seen and chosen; its steps only propose, and every value in it counts as outside.
    /// </summary>
    public Trust Trust { get; init; } = Trust.User;
    /// <summary>For a follow-up: what it was made of.</summary>
    public IReadOnlyList<SourceRef> Sources { get; init; } = [];
}

/// <param name="Start">Index of the phrase in the request, in UTF-16 units.</param>
/// <param name="Meaning">In words, for a person.</param>
public sealed record PhraseReading(string Phrase, int Start, int End, string Meaning);

public enum StepEffect { Read, Propose }

/// <summary>One step. Steps run in order; a step sees the results of the steps before it.</summary>
public sealed record PlanStep
{
    /// <summary>"s1", "s2" …</summary>
    public required string Id { get; init; }
    /// <summary>Name of a registered tool.</summary>
    public required string Tool { get; init; }
    /// <summary>What this step does, for a person: "Find promotional mail received before 21 Oct".</summary>
    public required string Title { get; init; }
    public required StepEffect Effect { get; init; }
    /// <summary>For a step that proposes: the one kind that it may propose.</summary>
    public string? ActionKind { get; init; }
    /// <summary>
    /// Arguments by name: JSON literals, or references. A reference is an object <c>{"$ref": "s1.messages"}</c> to an earlier step's result, by property path;
    /// in a for-each step <c>{"$ref": "item.id"}</c> is the current item. Nothing else is evaluated: there is no expression language.
    /// </summary>
    public required IReadOnlyDictionary<string, JsonElement> Arguments { get; init; }
    /// <summary>Reference to a list ("s1.messages"): the step is done once per element.</summary>
    public string? ForEach { get; init; }
    /// <summary>Reference to a list or value: the step is skipped when it is empty or null.</summary>
    public string? When { get; init; }
    /// <summary>Estimated, said so on the page.</summary>
    public TimeSpan? EstimatedTime { get; init; }
    /// <summary>Estimated cost in US dollars; 0 without a model.</summary>
    public decimal EstimatedCost { get; init; }
    public string? Risk { get; init; }
    /// <summary>The language model that it asks; null: none.</summary>
    public StepBrain? Brain { get; init; }
}

/// <param name="Text">The question.</param>
/// <param name="Missing">The slot that is missing or ambiguous.</param>
/// <param name="Choices">What to choose from; a choice's text is sent as the next message.</param>
public sealed record PlanQuestion(string Text, string Missing, IReadOnlyList<QuestionChoice> Choices);

/// <param name="Plan">The very plan that this choice stands for, when it cannot be told by words: choosing it runs this plan and no other.</param>
public sealed record QuestionChoice(string Label, string Message, string? Detail = null, Plan? Plan = null);

public sealed record PlanRefusal(string Understood, string CannotDo, string? Nearest);
