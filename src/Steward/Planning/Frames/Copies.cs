using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>Who gets a copy of a mail: "cc Ben", "with my manager in bcc".</summary>
static class Copies
{
    /// <summary>Null when nobody does.</summary>
    public static object[]? Of(Clause clause, PlanBuilder plan, HashSet<Mention> used, bool blind)
    {
        var copies = new List<PersonRef>();
        foreach (var copy in clause.All<CopyMention>().Where(c => c.Blind == blind))
        {
            foreach (var person in copy.People.Persons)
                plan.Resolve(person, clause, mustBeKnown: true);
            copies.AddRange(copy.People.Persons);
            used.Add(copy);
            plan.Say(clause, copy, (blind ? "blind copy to " : "copy to ") + string.Join(", ", copy.People.Persons.Select(p => $"{p.Name} ({p.Addresses[0]})")));
        }
        return copies.Count == 0 ? null : [.. copies.Select(To)];
    }

    /// <summary>The person as a recipient, by the first of their addresses.</summary>
    public static object To(PersonRef person) => new { email = person.Addresses[0], name = person.Candidates.Count == 1 ? person.Name : null };
}
