namespace Steward.Providers.Google.Gmail;

// Gmail's resources with Google's names: https://developers.google.com/workspace/gmail/api/reference/rest/v1
#pragma warning disable MA0048 // one page of a vendor's vocabulary is read together

/// <param name="InternalDate">Milliseconds since 1970: when Gmail took the message.</param>
public sealed record GmailMessage(
    string Id, string ThreadId, IReadOnlyList<string>? LabelIds = null, string? Snippet = null, long HistoryId = 0, long InternalDate = 0, GmailPart? Payload = null, long SizeEstimate = 0,
    string? Raw = null);

/// <param name="PartId">"" for the whole message, then "0", "0.1" …</param>
public sealed record GmailPart(string? PartId, string? MimeType, string? Filename, IReadOnlyList<GmailHeader>? Headers, GmailBody? Body, IReadOnlyList<GmailPart>? Parts);

public sealed record GmailHeader(string Name, string Value);

/// <param name="AttachmentId">Set when the octets must be asked for by themselves. Not stable: it is another with every reading of the message.</param>
/// <param name="Data">base64url.</param>
public sealed record GmailBody(string? AttachmentId, long Size, string? Data);

public sealed record GmailMessageList(IReadOnlyList<GmailMessage>? Messages, string? NextPageToken, long ResultSizeEstimate = 0);

public sealed record GmailThread(string Id, long HistoryId, IReadOnlyList<GmailMessage>? Messages);

/// <param name="Type"><c>system</c> or <c>user</c>.</param>
public sealed record GmailLabel(string Id, string Name, string? Type = null);

public sealed record GmailLabelList(IReadOnlyList<GmailLabel>? Labels);

public sealed record GmailDraft(string Id, GmailMessage Message);

public sealed record GmailDraftList(IReadOnlyList<GmailDraft>? Drafts, string? NextPageToken);

public sealed record GmailProfile(string EmailAddress, long MessagesTotal, long ThreadsTotal, long HistoryId);

public sealed record GmailHistoryList(IReadOnlyList<GmailHistory>? History, string? NextPageToken, long HistoryId);

public sealed record GmailHistory(
    long Id, IReadOnlyList<GmailHistoryEntry>? MessagesAdded, IReadOnlyList<GmailHistoryEntry>? MessagesDeleted, IReadOnlyList<GmailHistoryEntry>? LabelsAdded, IReadOnlyList<GmailHistoryEntry>? LabelsRemoved);

public sealed record GmailHistoryEntry(GmailMessage Message, IReadOnlyList<string>? LabelIds);

/// <param name="Expiration">Milliseconds since 1970; a watch ends by itself after at most seven days.</param>
public sealed record GmailWatch(long HistoryId, long Expiration);
