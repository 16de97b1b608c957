using Steward.Mail;

namespace Steward.Tools;

/// <summary>What a tool needs of a message that an earlier step has found; a <see cref="MessageSummary"/> fits.</summary>
sealed record MessageRef
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid ThreadId { get; init; }
    public MailAddress? From { get; init; }
    public string? Subject { get; init; }
    public DateTimeOffset? Date { get; init; }
    public IReadOnlyList<string>? Labels { get; init; }
}

/// <summary>A thread by its ids. Texts are read when they are needed, so that no mail body is kept in a run's state.</summary>
sealed record ThreadRef
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public string? Subject { get; init; }
    public DateTimeOffset? LastMessageAt { get; init; }
    public int? MessageCount { get; init; }
    public IReadOnlyList<Recipient>? Participants { get; init; }
}

/// <summary>Somebody to write to or to invite; a found participant fits.</summary>
sealed record Recipient(string Email, string? Name = null);
