namespace Steward.Actions;

/// <summary>The kinds of change that the rooms have contributed, by name. Two with one name stop the start.</summary>
public sealed class ActionKinds(IEnumerable<IActionKind> kinds)
{
    readonly Dictionary<string, IActionKind> byName = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<IActionKind> All => byName.Values;

    public IActionKind? Find(string name) => byName.GetValueOrDefault(name);
}
