using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <summary>
/// Puts the labels of a draft on the preview that its kind has made. A label is dropped only when its value is gone from what is shown (the person has edited it away);
/// a text that began outside stays labelled however much of it the person rewrites.
/// </summary>
static class OutsideMarks
{
    public static ActionPreview On(ActionPreview preview, IReadOnlyList<OutsideValue> labels)
    {
        var all = (preview.Outside ?? []).Concat(labels.Select(label => InTermsOf(preview, label))).Where(label => IsShown(preview, label)).Distinct().ToList();
        return all.Count == 0 ? preview : preview with { Outside = all, Recipients = [.. preview.Recipients.Select(recipient => WithSentence(recipient, all))] };
    }

    /// <summary>The payload of a mail calls its words "text", the preview "body".</summary>
    static OutsideValue InTermsOf(ActionPreview preview, OutsideValue label) =>
        label.Field == "text" && preview.Changes.All(change => change.Field != "text") && preview.Changes.Any(change => change.Field == "body") ? label with { Field = "body" } : label;

    static bool IsShown(ActionPreview preview, OutsideValue label) => label.Value is not { } value
        || preview.Recipients.Any(recipient => recipient.Address.Equals(value, StringComparison.OrdinalIgnoreCase))
        || preview.Changes.Any(change => change.After?.Contains(value, StringComparison.OrdinalIgnoreCase) == true);

    static ActionRecipient WithSentence(ActionRecipient recipient, List<OutsideValue> labels) =>
        recipient.Origin == Trust.Outside && labels.Find(label => recipient.Address.Equals(label.Value, StringComparison.OrdinalIgnoreCase))?.Source is { } source ? recipient with { Source = source } : recipient;
}
