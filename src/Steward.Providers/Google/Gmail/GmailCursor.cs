namespace Steward.Providers.Google.Gmail;

/// <summary>How far a mailbox is mirrored. Stored: version 1, members are only ever added.</summary>
/// <param name="History">Everything that Gmail counts up to here has been taken over, but for the past that is still to be listed.</param>
/// <param name="Listed">The past is here.</param>
/// <param name="Page">Where the list of the past goes on; null at its beginning.</param>
/// <param name="Again">Gmail no longer knew the history: the whole mailbox is compared anew, and what is gone there goes here at the end.</param>
/// <param name="HistoryAt">When changes were last asked for: while the past is listed they are asked for in between.</param>
/// <param name="LabelsAt">When the names of labels were last read; history does not tell of renaming.</param>
sealed record GmailCursor(long History, bool Listed, string? Page, bool Again, long Done, long? Total, DateTimeOffset HistoryAt, DateTimeOffset LabelsAt, int V = 1);
