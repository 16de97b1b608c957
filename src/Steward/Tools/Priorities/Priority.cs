using Steward.Platform;

namespace Steward.Tools.Priorities;

/// <summary>What a list of priorities is about.</summary>
static class PriorityKinds
{
    public const string Focus = "focus", Urgent = "urgent", Due = "due", Waiting = "waiting", Promised = "promised", Awaited = "awaited", Unread = "unread", Event = "event";

    public static readonly IReadOnlySet<string> Askable = new HashSet<string>(StringComparer.Ordinal) { Focus, Urgent, Due, Waiting, Promised, Awaited, Unread };
}

/// <summary>One reason why something matters, and what it weighs.</summary>
/// <param name="Kind">One of <see cref="PriorityKinds"/>.</param>
/// <param name="Text">For a person: "due tomorrow", "unread".</param>
/// <param name="Quote">The sentence that it was read off.</param>
sealed record PriorityReason(string Kind, int Points, string Text, string? Quote = null, SourceRef? Source = null, DateTimeOffset? Due = null, bool WholeDay = false);

/// <summary>One thing to attend to: a conversation or an event.</summary>
sealed record Matter(string Title, string? Who, string? Email, DateTimeOffset At, Guid AccountId, SourceRef Source, IReadOnlyList<PriorityReason> Reasons)
{
    public int Score => Reasons.Sum(r => r.Points);

    public PriorityReason? Reason(string kind) => Reasons.Where(r => r.Kind == kind).OrderBy(r => r.Due ?? DateTimeOffset.MaxValue).ThenByDescending(r => r.Points).FirstOrDefault();
}

/// <summary>What the rules need to know beside the mail.</summary>
/// <param name="Own">The person's addresses.</param>
/// <param name="Important">Addresses of those who matter most: a manager.</param>
/// <param name="Known">Addresses that the person has written to.</param>
sealed record PriorityContext(DateTimeOffset Now, string Zone, IReadOnlySet<string> Own, IReadOnlySet<string> Important, IReadOnlySet<string> Known, Func<string, DateTimeOffset, IReadOnlyList<TimeInText>> Times);
