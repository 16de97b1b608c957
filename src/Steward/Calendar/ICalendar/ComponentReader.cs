using Steward.Platform;

namespace Steward.Calendar.ICalendar;

/// <summary>Builds the tree of components. Outside a component nothing counts; an END that closes nothing is noted and passed over.</summary>
static class ComponentReader
{
    /// <returns>The top components, or why the file is refused.</returns>
    public static Result<IReadOnlyList<Component>> Read(byte[] file, ICollection<string> notes, CancellationToken cancel)
    {
        var top = new List<Component>();
        var open = new Stack<Component>();
        var (components, events) = (0, 0);
        foreach (var line in ContentLines.Unfold(file))
        {
            var property = Property.Parse(line);
            var name = property?.Value.Trim().ToUpperInvariant();
            if (property?.Name == "BEGIN")
            {
                cancel.ThrowIfCancellationRequested();
                if (open.Count == Limits.Depth)
                    return Error.Refused("calendar_too_deep", $"Line {line.Number}: components are nested deeper than {Limits.Depth}.");
                events += name == "VEVENT" ? 1 : 0;
                if (++components > Limits.Components || events > Limits.Events)
                    return Error.Refused("calendar_too_many", $"The file has more than {Limits.Events:N0} events or {Limits.Components:N0} components. Import it in parts.");
                var begun = new Component(name!, line.Number);
                (open.TryPeek(out var outer) ? outer.Inner : top).Add(begun);
                open.Push(begun);
            }
            else if (property?.Name == "END")
            {
                Close(open, name!, line.Number, notes);
            }
            else if (open.TryPeek(out var inside))
            {
                Add(inside, property, line.Number);
            }
        }
        if (open.Count > 0 && notes.Count < Limits.Notes)
            notes.Add($"The file ends inside {Shown(open.Peek().Name)}, which begins in line {open.Peek().Line}.");
        return top;
    }

    static void Add(Component component, Property? property, int line)
    {
        if (component.Properties.Count + component.BadLines.Count >= Limits.Properties)
            component.Overflowed = true;
        else if (property is null)
            component.BadLines.Add(line);
        else
            component.Properties.Add(property);
    }

    static void Close(Stack<Component> open, string name, int line, ICollection<string> notes)
    {
        if (open.All(component => component.Name != name))
        {
            if (notes.Count < Limits.Notes)
                notes.Add($"Line {line}: END:{Shown(name)} closes nothing and was passed over.");
            return;
        }
        while (open.Peek().Name != name)
            open.Pop();
        open.Pop().Closed = true;
    }

    static string Shown(string name) => VisibleText.CleanLine(name.Length > 40 ? name[..40] + "…" : name);
}
