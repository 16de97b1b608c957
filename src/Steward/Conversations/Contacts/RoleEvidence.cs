using Steward.Calendar;

namespace Steward.Conversations.Contacts;

/// <summary>What a person's calendar says of somebody's part in their work. It orders the candidates of a question; nobody gets a role by it.</summary>
/// <param name="OneToOnes">Happenings of events with this one other person that are called so.</param>
/// <param name="Organized">Happenings that this person has called in.</param>
/// <param name="Named">Words of roles that stand in the titles of events with this one other person.</param>
sealed record RoleEvidence(int OneToOnes, int Organized, IReadOnlyList<string> Named)
{
    static readonly string[] Conversation = ["1:1", "1-1", "one on one", "one-on-one", "jour fixe", "1 on 1"];

    public static IReadOnlyDictionary<string, RoleEvidence> Of(IEnumerable<EventInstance> events, IReadOnlySet<string> own)
    {
        var found = new Dictionary<string, RoleEvidence>(StringComparer.OrdinalIgnoreCase);
        foreach (var e in events.Select(i => i.Event).Where(e => e.Status != EventStatus.Cancelled))
        {
            var others = e.Attendees.Where(a => !own.Contains(a.Email)).ToList();
            foreach (var other in others)
            {
                var before = found.GetValueOrDefault(other.Email) ?? new RoleEvidence(0, 0, []);
                var alone = others.Count == 1;
                found[other.Email] = new RoleEvidence(
                    before.OneToOnes + (alone && Conversation.Any(w => e.Summary.Contains(w, StringComparison.OrdinalIgnoreCase)) ? 1 : 0),
                    before.Organized + (other.Organizer ? 1 : 0),
                    alone ? [.. before.Named.Append(e.Summary).TakeLast(20)] : before.Named);
            }
        }
        return found;
    }

    /// <summary>What speaks for the role, in words; more lines, more evidence. One-to-ones and invitations speak only for somebody who leads.</summary>
    public static IReadOnlyList<string> Say(string role, IReadOnlyList<RoleEvidence> all)
    {
        var said = new List<string>();
        if (all.Any(e => e.Named.Any(title => title.Contains(role, StringComparison.OrdinalIgnoreCase))))
            said.Add($"an event with them says “{role}”");
        if (role is not "manager")
            return said;
        if (all.Sum(e => e.OneToOnes) is > 0 and var talks)
            said.Add(talks == 1 ? "a one-to-one in your calendar" : $"{talks} one-to-ones in your calendar");
        if (all.Sum(e => e.Organized) is >= 3 and var called)
            said.Add($"invited you {called} times");
        return said;
    }
}
