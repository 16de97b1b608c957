namespace Steward.Actions.Proposals;

/// <summary>A preview as it may be put before a person's eyes: nothing hidden in its text, and those whom the person does not know named first.</summary>
static class VisiblePreview
{
    /// <returns>The preview, and how many hidden characters were made visible in it.</returns>
    public static (ActionPreview Preview, int Hidden) Of(ActionPreview preview)
    {
        var hidden = 0;
        string Show(string text) => HiddenText.Show(text, ref hidden);
        string? ShowAny(string? text) => text is null ? null : Show(text);

        var shown = preview with
        {
            Title = Show(preview.Title),
            Target = preview.Target with { Label = Show(preview.Target.Label) },
            Changes = [.. preview.Changes.Select(change => change with { Field = Show(change.Field), Before = ShowAny(change.Before), After = ShowAny(change.After) })],
            Recipients =
            [
                .. preview.Recipients.OrderBy(recipient => recipient.Known)
                    .Select(recipient => recipient with { Address = Show(recipient.Address), Name = ShowAny(recipient.Name), Source = ShowSource(recipient.Source) }),
            ],
            Risks = [.. preview.Risks.Select(risk => risk with { Text = Show(risk.Text) })],
            Notes = [.. preview.Notes.Select(Show)],
            Outside = preview.Outside is null ? null : [.. preview.Outside.Select(value => value with { Value = ShowAny(value.Value), Source = ShowSource(value.Source) })],
        };
        return (shown, hidden);

        Platform.SourceRef? ShowSource(Platform.SourceRef? source) => source is null ? null : source with { Text = ShowAny(source.Text) };
    }
}
