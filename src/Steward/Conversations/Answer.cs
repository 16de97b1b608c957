using System.Text.Json.Serialization;
using Steward.Calendar;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Conversations;

/// <summary>What a turn ends with.</summary>
/// <param name="Text">Markdown of Steward's own making; words from outside in it are escaped, so that they can be no link, image or heading.</param>
/// <param name="Labels">What the person must know about how it was made: "extractive summary", "template draft".</param>
public sealed record Answer(string Text, IReadOnlyList<AnswerBlock> Blocks, IReadOnlyList<string> Labels);

/// <summary>A part of an answer that a page shows in its own way. Stored with the turn: types are only added.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MessagesBlock), "messages")]
[JsonDerivedType(typeof(SlotsBlock), "slots")]
[JsonDerivedType(typeof(EventsBlock), "events")]
[JsonDerivedType(typeof(ProposalsBlock), "proposals")]
[JsonDerivedType(typeof(SummaryBlock), "summary")]
[JsonDerivedType(typeof(DraftBlock), "draft")]
[JsonDerivedType(typeof(PrioritiesBlock), "priorities")]
public abstract record AnswerBlock;

/// <param name="Items">The newest ones.</param>
/// <param name="Total">How many match.</param>
public sealed record MessagesBlock(IReadOnlyList<MessageSummary> Items, long Total) : AnswerBlock;

public sealed record SlotsBlock(IReadOnlyList<AnswerSlot> Items) : AnswerBlock;

public sealed record AnswerSlot(DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<string> Reasons);

public sealed record EventsBlock(IReadOnlyList<EventInstance> Items) : AnswerBlock;

public sealed record ProposalsBlock(IReadOnlyList<Guid> Ids) : AnswerBlock;

public sealed record SummaryBlock(IReadOnlyList<SummaryLine> Bullets) : AnswerBlock;

public sealed record SummaryLine(string Text, SourceRef Source);

public sealed record DraftBlock(string Text, SourceRef? Source) : AnswerBlock;

/// <param name="Kind">focus, urgent, due, waiting, promised, awaited or unread.</param>
/// <param name="Total">How many there are.</param>
public sealed record PrioritiesBlock(string Kind, IReadOnlyList<PriorityLine> Items, int Total) : AnswerBlock;

/// <param name="Kind">What makes it matter first: due, waiting, promised, awaited, unread, urgent or event.</param>
/// <param name="DueAllDay">The due moment is the end of a day, no hour.</param>
/// <param name="Score">Comparable within the list.</param>
/// <param name="Reasons">Why it is there, the weightiest first.</param>
/// <param name="Quote">The sentence behind the first reason, word for word.</param>
public sealed record PriorityLine(string Kind, string Title, string? Who, DateTimeOffset? Due, bool DueAllDay, int Score, IReadOnlyList<string> Reasons, string? Quote, SourceRef Source);
