using Steward.Notes;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"note: the wifi password is on the whiteboard", "what did I note about the wifi?", "delete the note about the gate code".</summary>
sealed class TakeNote : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => intent == "notes.create" ? ["note", "draft", "schedule", "mark", "send"] : ["note", "find", "trash", "cancel"];

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("note");
        if (act is null && !clause.Has("note") || clause.Has("meeting") && clause.Act("schedule") is { Leading: true } && !clause.All<SayMention>().Any())
            return null;
        // "write a note: …" goes to nobody
        var written = clause.Act("send") is { Leading: true } write && clause.Has("note") && clause.Text(write).Equals("write", StringComparison.OrdinalIgnoreCase);
        if (!written && clause.Act("send", "reply", "forward") is not null || clause.All<RecipientMention>().Any())
            return null;
        var said = clause.All<SayMention>().FirstOrDefault();
        if (said is not null)
            return new Reading("notes.create", 0.97, plan => Create(plan, clause, said));
        var asks = clause.Act("find") is not null || clause.Tokens[clause.End - 1].Norm == "?" || clause.Has("note") && act is null && clause.Act("draft", "schedule") is null;
        if (clause.Act("trash", "cancel") is { } delete && clause.Has("note"))
            return new Reading("notes.delete", delete.Leading ? 0.95 : 0.8, plan => Find(plan, clause, delete: true));
        if (asks)
            return new Reading("notes.find", 0.94, plan => Find(plan, clause, delete: false));
        return new Reading("notes.create", 0.9, _ => throw PlanBuilder.Ask("What shall I note? Write: note: …", "text", []));
    }

    static Composed Create(PlanBuilder plan, Clause clause, SayMention said)
    {
        var text = char.ToUpperInvariant(said.Text[0]) + said.Text[1..];
        plan.Say(clause, said, "the note, word for word");
        plan.Add("notes.propose-create", "Propose to keep the note", new { text }, kind: NoteActions.Create);
        return new Composed("propose to keep a note", clause.Mentions.ToHashSet());
    }

    static Composed Find(PlanBuilder plan, Clause clause, bool delete)
    {
        var used = new HashSet<Mention>(clause.Mentions.Where(m => m is ActMention or ThingMention or PronounMention or NegationMention), ReferenceEqualityComparer.Instance);
        var words = new List<string>();
        foreach (var mention in clause.Mentions)
        {
            if (mention is TopicMention or QuotedMention)
                words.Add(mention is TopicMention topic ? topic.Topic : ((QuotedMention)mention).Text);
            else if (mention is UnknownMention or PersonMention or FilterMention || mention is ThingMention { Thing: not "note" and not "mail" })
                words.Add(clause.Text(mention));
            else
                continue;
            used.Add(mention);
            plan.Say(clause, mention, "in the note");
        }
        var query = words.Count == 0 ? null : string.Join(' ', words);
        if (delete && query is null)
            throw PlanBuilder.Ask("Which note shall I delete? Say what it is about.", "topic", []);
        var id = plan.Add("notes.search", query is null ? "Find notes" : $"Find notes about {query}", new { query });
        if (delete)
            plan.Add("notes.propose-delete", "Propose to delete each of these notes", new { noteId = PlanReference.To("item.id"), accountId = PlanReference.To("item.accountId") }, forEach: $"{id}.keptNotes", when: $"{id}.keptNotes", kind: NoteActions.Delete);
        return new Composed($"{(delete ? "propose to delete" : "find")} {(query is null ? "your notes" : $"notes about {query}")}", used);
    }
}
