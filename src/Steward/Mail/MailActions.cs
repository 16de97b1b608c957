namespace Steward.Mail;

/// <summary>Names of the kinds of change that mail knows; their payloads are the records below. Stored: never renamed.</summary>
public static class MailActions
{
    public const string Archive = "mail.archive";
    public const string Label = "mail.label";
    public const string MarkRead = "mail.mark-read";
    public const string MarkUnread = "mail.mark-unread";
    public const string Star = "mail.star";
    public const string Unstar = "mail.unstar";
    public const string Trash = "mail.trash";
    public const string Restore = "mail.restore";
    public const string Snooze = "mail.snooze";
    public const string Unsnooze = "mail.unsnooze";
    public const string CreateDraft = "mail.create-draft";
    public const string UpdateDraft = "mail.update-draft";
    public const string DeleteDraft = "mail.delete-draft";
    public const string Send = "mail.send";
    public const string Reply = "mail.reply";
    public const string Forward = "mail.forward";
    /// <summary>Leaves a list by one click. A list that wants a mail instead gets one by <see cref="Send"/>.</summary>
    public const string Unsubscribe = "mail.unsubscribe";
    /// <summary>Inverse of the label changes; not proposed by itself.</summary>
    public const string SetLabels = "mail.set-labels";

    public static readonly IReadOnlySet<string> All = new HashSet<string>(StringComparer.Ordinal)
    {
        Archive, Label, MarkRead, MarkUnread, Star, Unstar, Trash, Restore, Snooze, Unsnooze, CreateDraft, UpdateDraft, DeleteDraft, Send, Reply, Forward, SetLabels,
    };
}

/// <summary>archive, mark-read, mark-unread, star, unstar, trash, restore, unsnooze: one message each.</summary>
public sealed record MessagePayload(Guid MessageId);

/// <summary>label: adds and removes a person's own labels or categories.</summary>
public sealed record LabelPayload(Guid MessageId, IReadOnlyList<string> Add, IReadOnlyList<string> Remove);

/// <summary>snooze: out of the inbox until then.</summary>
public sealed record SnoozePayload(Guid MessageId, DateTimeOffset Until);

/// <summary>set-labels: the exact set of labels, as it was before, and until when it was snoozed, if it was.</summary>
public sealed record SetLabelsPayload(Guid MessageId, IReadOnlyList<string> Labels, DateTimeOffset? SnoozedUntil = null);

/// <summary>unsubscribe: the message, and the address that it gives for this; another is refused.</summary>
public sealed record UnsubscribePayload(Guid MessageId, string Address);

/// <summary>create-draft, update-draft, send, reply and forward. Recipients are canonical addresses; the text is plain and is exactly what is sent.</summary>
public sealed record ComposePayload
{
    public required IReadOnlyList<MailAddress> To { get; init; }
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public IReadOnlyList<MailAddress> Bcc { get; init; } = [];
    public required string Subject { get; init; }
    public required string Text { get; init; }
    /// <summary>reply, and drafts of replies: the message that is answered.</summary>
    public Guid? InReplyToMessageId { get; init; }
    /// <summary>forward: the message whose text goes below the payload's own, and whose attachments go along.</summary>
    public Guid? ForwardOfMessageId { get; init; }
    /// <summary>update-draft and sending a draft: the draft.</summary>
    public Guid? DraftId { get; init; }
    /// <summary>Addresses that the person typed or that stood in the request; the others came out of mail.</summary>
    public IReadOnlyList<string> TypedByPerson { get; init; } = [];
    /// <summary>send: the answer to an invitation in iCalendar (RFC 6047), which goes beside the text as its machine-readable alternative.</summary>
    public string? Calendar { get; init; }
    /// <summary>send: the message whose list this mail leaves. It then goes to the address that the message names for this, and to nobody else.</summary>
    public Guid? UnsubscribesFrom { get; init; }
}

public sealed record DraftPayload(Guid DraftId);
