using Steward.Mail;

namespace Steward.FollowUps;

/// <summary>Names of the kinds of change that follow-ups know; payloads below. Stored: never renamed.</summary>
public static class FollowUpActions
{
    public const string Wait = "follow-ups.wait";
    public const string Cancel = "follow-ups.cancel";
    /// <summary>Inverse of the others: waiting again, or gone; not proposed by itself.</summary>
    public const string Restore = "follow-ups.restore";
}

/// <summary>wait: tells the person when no answer has come by then.</summary>
public sealed record WaitPayload
{
    /// <summary>The mail that waits for its answer; null: any mail of <see cref="For"/> counts.</summary>
    public Guid? MessageId { get; init; }
    /// <summary>Whose answer counts; empty: anybody's in the conversation of the mail.</summary>
    public IReadOnlyList<MailAddress> For { get; init; } = [];
    public required DateTimeOffset Due { get; init; }
}

public sealed record CancelFollowUpPayload(Guid FollowUpId);

/// <summary>restore. Version 1: fields are only added.</summary>
/// <param name="Waiting">Whether it waits again; otherwise it is gone.</param>
public sealed record RestoreFollowUpPayload(Guid FollowUpId, bool Waiting);
