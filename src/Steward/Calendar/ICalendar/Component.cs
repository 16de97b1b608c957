namespace Steward.Calendar.ICalendar;

/// <summary>A component with its properties and inner components, in the order of the file.</summary>
sealed class Component(string name, int line)
{
    public string Name { get; } = name;
    public int Line { get; } = line;
    public List<Property> Properties { get; } = [];
    public List<Component> Inner { get; } = [];

    /// <summary>Lines that are no properties: they may have been important, so they are told.</summary>
    public List<int> BadLines { get; } = [];

    /// <summary>False when the file ends inside.</summary>
    public bool Closed { get; set; }

    /// <summary>More properties than <see cref="Limits.Properties"/>: the rest is missing.</summary>
    public bool Overflowed { get; set; }

    public Property? First(string property) => Properties.Find(p => p.Name == property);

    public IEnumerable<Property> All(string property) => Properties.Where(p => p.Name == property);
}
