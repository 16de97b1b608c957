using Steward.Platform;

namespace Steward.Mail.Actions;

sealed class ArchiveKind() : SimpleMessageKind(MailActions.Archive, "Archive", "is not in the inbox", LabelChanges.Archive);

sealed class MarkReadKind() : SimpleMessageKind(MailActions.MarkRead, "Mark as read", "is read already", LabelChanges.MarkRead);

sealed class MarkUnreadKind() : SimpleMessageKind(MailActions.MarkUnread, "Mark as unread", "is unread already", LabelChanges.MarkUnread);

sealed class StarKind() : SimpleMessageKind(MailActions.Star, "Star", "has a star already", LabelChanges.Star);

sealed class UnstarKind() : SimpleMessageKind(MailActions.Unstar, "Take the star off", "has no star", LabelChanges.Unstar);

sealed class TrashKind() : SimpleMessageKind(MailActions.Trash, "Move to the trash", "is in the trash already", LabelChanges.Trash)
{
    /// <summary>What is in the trash goes for ever one day.</summary>
    public override bool MayStand => false;
}

sealed class RestoreKind() : SimpleMessageKind(MailActions.Restore, "Restore", "is not in the trash", LabelChanges.Restore);

/// <summary>Only labels that are a person's to give: their own and the categories. The others have kinds of their own, with words of their own.</summary>
sealed class LabelKind() : MessageKind<LabelPayload>(MailActions.Label)
{
    const int LongestLabel = 200, MostLabels = 50;

    protected override string Verb => "Label";
    protected override string NothingToDo => "has these labels already";
    protected override Guid MessageOf(LabelPayload payload) => payload.MessageId;

    protected override Result<string[]> After(IReadOnlyList<string> labels, LabelPayload payload)
    {
        if (payload.Add.Count + payload.Remove.Count is 0 or > MostLabels)
            return Error.Invalid("add", $"Name 1 to {MostLabels} labels to add or remove.");
        foreach (var (field, list) in new[] { ("add", payload.Add), ("remove", payload.Remove) })
        {
            if (list.FirstOrDefault(label => label.Trim().Length == 0 || label.Length > LongestLabel || VisibleText.CleanLine(label) != label) is not null)
                return Error.Invalid(field, $"A label has 1 to {LongestLabel} visible characters and no spaces at its ends.");
            if (list.FirstOrDefault(label => SystemLabels.All.Any(s => s.Equals(label, StringComparison.OrdinalIgnoreCase)) && !LabelChanges.IsCategory(label)) is { } system)
                return Error.Invalid(field, $"{system} is not a label of your own; use the action for it, such as archive, star or trash.");
        }
        if (payload.Add.FirstOrDefault(payload.Remove.Contains) is { } both)
            return Error.Invalid("remove", $"The label “{both}” cannot be both added and removed.");
        return LabelChanges.Label(labels, payload);
    }
}

/// <summary>The inverse of the others: the exact set, as it was.</summary>
sealed class SetLabelsKind() : MessageKind<SetLabelsPayload>(MailActions.SetLabels)
{
    public override bool Proposable => false;
    protected override string Verb => "Give back its labels to";
    protected override string NothingToDo => "has these labels already";
    protected override Guid MessageOf(SetLabelsPayload payload) => payload.MessageId;
    protected override Result<string[]> After(IReadOnlyList<string> labels, SetLabelsPayload payload) => payload.Labels.ToArray();
}
