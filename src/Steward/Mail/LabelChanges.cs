namespace Steward.Mail;

/// <summary>What each kind of label change does to a message's labels: one definition for previews and for the performer. The order of labels is kept.</summary>
public static class LabelChanges
{
    /// <summary>The change of a kind whose payload is only the message; null for other kinds.</summary>
    public static Func<IReadOnlyList<string>, string[]>? Of(string kind) => kind switch
    {
        MailActions.Archive => Archive,
        MailActions.MarkRead => MarkRead,
        MailActions.MarkUnread => MarkUnread,
        MailActions.Star => Star,
        MailActions.Unstar => Unstar,
        MailActions.Trash => Trash,
        MailActions.Restore => Restore,
        MailActions.Unsnooze => Unsnooze,
        _ => null,
    };

    public static string[] Archive(IReadOnlyList<string> labels) => Without(labels, SystemLabels.Inbox);
    public static string[] MarkRead(IReadOnlyList<string> labels) => Without(labels, SystemLabels.Unread);
    public static string[] MarkUnread(IReadOnlyList<string> labels) => With(labels, SystemLabels.Unread);
    public static string[] Star(IReadOnlyList<string> labels) => With(labels, SystemLabels.Starred);
    public static string[] Unstar(IReadOnlyList<string> labels) => Without(labels, SystemLabels.Starred);
    public static string[] Trash(IReadOnlyList<string> labels) => With(Without(Without(labels, SystemLabels.Inbox), SystemLabels.Snoozed), SystemLabels.Trash);
    public static string[] Snooze(IReadOnlyList<string> labels) => With(Without(labels, SystemLabels.Inbox), SystemLabels.Snoozed);
    public static string[] Unsnooze(IReadOnlyList<string> labels) => labels.Contains(SystemLabels.Snoozed) ? With(Without(labels, SystemLabels.Snoozed), SystemLabels.Inbox) : [.. labels];

    /// <summary>Back to the inbox, unless it is the person's own message, which never was there.</summary>
    public static string[] Restore(IReadOnlyList<string> labels)
    {
        if (!labels.Contains(SystemLabels.Trash))
            return [.. labels];
        var kept = Without(labels, SystemLabels.Trash);
        return kept.Contains(SystemLabels.Sent) || kept.Contains(SystemLabels.Draft) ? kept : With(kept, SystemLabels.Inbox);
    }

    /// <summary>A message has one category: adding one takes the others away.</summary>
    public static string[] Label(IReadOnlyList<string> labels, LabelPayload payload)
    {
        var category = payload.Add.LastOrDefault(IsCategory);
        var kept = labels.Where(label => !payload.Remove.Contains(label) && (category is null || !IsCategory(label) || label == category)).ToList();
        return [.. kept, .. payload.Add.Where(label => (category is null || !IsCategory(label) || label == category) && !kept.Contains(label)).Distinct(StringComparer.Ordinal)];
    }

    public static bool IsCategory(string label) =>
        label is SystemLabels.Personal or SystemLabels.Social or SystemLabels.Promotions or SystemLabels.Updates or SystemLabels.Forums;

    static string[] Without(IReadOnlyList<string> labels, string label) => [.. labels.Where(l => l != label)];

    static string[] With(IReadOnlyList<string> labels, string label) => labels.Contains(label) ? [.. labels] : [.. labels, label];
}
