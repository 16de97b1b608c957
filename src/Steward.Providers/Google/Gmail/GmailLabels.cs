using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Gmail's labels by their names in Steward, and back. System labels are spelt alike; of those that Steward has no word for (chats, coloured stars) it keeps nothing.
/// A person's own label goes by its name, whatever its id.
/// </summary>
sealed class GmailLabels(IReadOnlyDictionary<string, string> names)
{
    /// <summary>A label that is called like one of Steward's words: it must not be taken for it.</summary>
    const string Own = " (label)";

    public static IReadOnlyDictionary<string, string> Names(IEnumerable<GmailLabel> labels) =>
        labels.Where(label => label.Type != "system").ToDictionary(label => label.Id, label => SystemLabels.All.Contains(label.Name) ? label.Name + Own : label.Name, StringComparer.Ordinal);

    /// <summary>True when an id among them is not known: the names must be read anew.</summary>
    public bool Lacks(IReadOnlyList<string>? ids) => ids?.Any(id => id.Any(char.IsAsciiLetterLower) && !names.ContainsKey(id)) == true;

    public IReadOnlyList<string> NamesOf(IReadOnlyList<string>? ids) =>
        [.. (ids ?? []).Select(id => SystemLabels.All.Contains(id) ? id : names.GetValueOrDefault(id)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Gmail's id; null for a label that is not there yet.</summary>
    public string? IdOf(string name) => SystemLabels.All.Contains(name) ? name : names.FirstOrDefault(label => label.Value == name).Key;
}
