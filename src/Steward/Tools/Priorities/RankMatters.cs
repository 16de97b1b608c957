using Steward.Tools.Calendars;

namespace Steward.Tools.Priorities;

/// <summary>Which matters a question is about, and in which order. Pure: ties are broken by time and id, so that the list is the same every time.</summary>
static class RankMatters
{
    /// <summary>Below this a matter is no must-do.</summary>
    const int LeastForFocus = 12;
    const int LeastForUrgent = 50;

    public static IReadOnlyList<(Matter Matter, PriorityReason Lead)> Of(IEnumerable<Matter> matters, string kind, DateTimeOffset from, DateTimeOffset to)
    {
        var chosen = matters.Select(m => (Matter: m, Lead: Lead(m, kind, from, to))).Where(m => m.Lead is not null).Select(m => (m.Matter, Lead: m.Lead!));
        return kind is PriorityKinds.Due
            ? [.. chosen.OrderBy(m => m.Lead.Due).ThenByDescending(m => m.Matter.Score).ThenBy(m => m.Matter.Source.Id, StringComparer.Ordinal)]
            : [.. chosen.OrderByDescending(m => m.Matter.Score).ThenBy(m => m.Lead.Due ?? DateTimeOffset.MaxValue).ThenByDescending(m => m.Matter.At).ThenBy(m => m.Matter.Source.Id, StringComparer.Ordinal)];
    }

    /// <summary>The reason that makes it belong to the list; null when it does not.</summary>
    static PriorityReason? Lead(Matter matter, string kind, DateTimeOffset from, DateTimeOffset to) => kind switch
    {
        PriorityKinds.Focus => matter.Score < LeastForFocus ? null : Main(matter),
        PriorityKinds.Urgent => matter.Reason(PriorityKinds.Urgent) ?? (matter.Score >= LeastForUrgent ? Main(matter) : null),
        PriorityKinds.Due => matter.Reasons.Where(r => r.Kind is PriorityKinds.Due or PriorityKinds.Promised && r.Due is { } due && due <= to && due > from.AddDays(-14)).MinBy(r => r.Due),
        PriorityKinds.Promised => matter.Reasons.FirstOrDefault(r => r.Kind == kind && (r.Due is null || r.Due > from.AddDays(-60))),
        _ => matter.Reason(kind),
    };

    static PriorityReason? Main(Matter matter) => matter.Reasons.Where(r => r.Points > 0 && r.Kind is not ("person" or "mark" or "age")).MaxBy(r => r.Points);
}
