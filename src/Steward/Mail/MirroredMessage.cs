namespace Steward.Mail;

/// <summary>What a provider calls a message. Opaque to Steward but for <see cref="History"/>, which only grows.</summary>
/// <param name="Thread">The provider's own conversation: mirrored mail is threaded as its provider threads it.</param>
/// <param name="Draft">Stays the same while the draft's message changes its id with every edit; null for what is no draft.</param>
/// <param name="History">The provider's count of changes when this was read. What was read earlier never overwrites what was read later.</param>
public sealed record RemoteName(string Id, string Thread, long History, string? Draft = null);

/// <summary>A message as its provider has it now.</summary>
public sealed record MirroredMessage(RemoteName Remote, IncomingMessage Message);

/// <summary>The labels of a message as its provider has them now, by their names here.</summary>
public sealed record MirroredLabels(string RemoteId, long History, IReadOnlyList<string> Labels);

/// <summary>One entry of a provider's history: labels that came and went, by their names here. Applied in the order of the history.</summary>
public sealed record LabelDelta(string RemoteId, long History, IReadOnlyList<string> Add, IReadOnlyList<string> Remove);

/// <summary>A mirrored message by Steward's own id, with what its provider calls it.</summary>
/// <param name="Revision">As <see cref="MessageSummary.Revision"/>.</param>
public sealed record RemoteMessage(Guid Id, Guid ThreadId, RemoteName Remote, IReadOnlyList<string> Labels, string Revision, DateTimeOffset? SnoozedUntil);
