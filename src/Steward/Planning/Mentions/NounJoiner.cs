using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Makes unknown words that describe a noun part of what is said: "budget emails", "the Falcon kickoff meeting".</summary>
sealed class NounJoiner(Sentence sentence)
{
    readonly PlanRequest request = sentence.Request;
    readonly IReadOnlyList<Token> tokens = sentence.Tokens;

    /// <summary>
    /// Unknown words right before a noun describe it: "budget emails", "the Falcon kickoff meeting". Where a verb of mail has no other object, they are the object:
    /// "archive invoices from Acme". Either way they narrow what is meant.
    /// </summary>
    public List<Mention> Join(List<Mention> mentions)
    {
        // "the hotel confirmation" of a mail is a word of it, whatever cannot be booked
        if (mentions.Exists(m => m is ActMention { Leading: true, Act: not "find" } act && OfMail.Contains(act.Act)) && !mentions.Exists(m => m is OutsideMention { Verb: true }))
            mentions = mentions.ConvertAll(m => m is OutsideMention { Key: not ("awaiting" or "files" or "forever") } outside && !(outside.Key == "web" && mentions.Exists(a => a is ActMention { Act: "summarise" })) ? new UnknownMention(m.First, m.End) : m);
        var objectless = mentions.Exists(m => m is ActMention act && OfMail.Contains(act.Act)) && !mentions.Exists(m => m is ThingMention { Thing: "mail" or "thread" or "meeting" or "calendar" or "slot" });
        // "offsite mails": a kind of meeting before mail is what the mail is about
        for (var k = 0; k + 1 < mentions.Count; k++)
            if (mentions[k] is ThingMention { Thing: "meeting" } kind && mentions[k + 1] is ThingMention { Thing: "mail" or "thread" })
                mentions[k] = new TopicMention(kind.First, kind.End, request.Message[tokens[kind.First].Start..tokens[kind.End - 1].End], Quoted: false);
        // "a mail with the agenda for Friday": what it holds, not where to look
        for (var k = 2; k < mentions.Count; k++)
            if (mentions[k] is ThingMention { Thing: "calendar" } held && mentions[k - 1] is FillerMention with && (tokens[with.First].Norm == "with" || tokens[Math.Max(0, with.First - 1)].Norm == "with") && mentions.Take(k).Any(m => m is ThingMention { Thing: "mail" }))
                mentions[k] = new TopicMention(held.First, held.End, request.Message[tokens[held.First].Start..tokens[held.End - 1].End], Quoted: false);
        var ofMail = !mentions.Exists(m => m is ThingMention { Thing: "meeting" or "calendar" or "slot" or "note" or "reminder" } || m is ActMention { Leading: true } act && act.Act != "find" && !OfMail.Contains(act.Act));
        var lastAct = mentions.FindLastIndex(m => m is ActMention);
        // what stands before k is remembered, so that reading stays linear in the length of the clause
        var (seen, mailBefore, saidBefore) = (0, false, false);
        for (var k = 0; k < mentions.Count; k++)
        {
            for (; seen < k; seen++)
            {
                mailBefore |= mentions[seen] is ThingMention { Thing: "mail" };
                saidBefore |= mentions[seen] is TopicMention or SenderMention or PronounMention or UnknownMention;
            }
            if (mentions[k] is not UnknownMention)
                continue;
            var last = LastOfList(mentions, k);
            if (ClauseSplitter.BeginsUnknown(tokens, mentions[k].First, mentions[k].End, mentions[^1].End))
                continue;
            var next = last + 1 < mentions.Count ? mentions[last + 1] : null;
            // a number alone is no word to search for: "older than 60"
            if (Enumerable.Range(k, last - k + 1).All(n => tokens[mentions[n].First].Kind == TokenKind.Number))
            {
                k = last;
                continue;
            }
            var functional = last == k && tokens[mentions[k].First].Norm is "but" or "so" or "than" or "while" or "because" or "else" or "even" or "though";
            // "the invoice from Acme", "Marta sent me the floor plan": what was sent
            var sent = !functional && ofMail
                && (next is SenderMention && (tokens[next.First].Norm is "from" or "by" || Enumerable.Range(next.First, next.End - next.First).Any(t => tokens[t].Norm is "sent" or "mailed" or "emailed" or "forwarded") && last > k) || LastSaid(mentions, k) is SenderMention sender && Enumerable.Range(sender.First, sender.End - sender.First).Any(t => tokens[t].Norm is "sent" or "send" or "told" or "explained" or "mentioned" or "quoted" or "gave" or "attached" or "shared" or "promised" or "described" or "listed" or "announced" or "confirmed" or "forwarded"));
            // "send the latest invoice from Acme to Elena"
            var latest = !functional && next is SenderMention && LastSaid(mentions, k) is LimitMention;
            var describes = sent || latest || !functional && (next is ThingMention { Thing: "mail" or "thread" or "meeting" or "deepwork" } or FilterMention
                || k > 0 && mentions[k - 1] is FillerMention && Enumerable.Range(mentions[k - 1].First, mentions[k - 1].End - mentions[k - 1].First).Concat([Math.Max(0, mentions[k - 1].First - 1)]).Any(t => tokens[t].Norm == "with") && mailBefore);
            var isObject = !functional && objectless && last - k < 5 && (mentions[k].First > 0 || lastAct > last) && !saidBefore
                && next is null or SenderMention or TimeMention or LabelMention or AccountMention or ExceptMention or RecipientMention or FillerMention
                // "the invoice for the sofa"; a question of the world is no search
                || !functional && objectless && last - k < 5 && next is TopicMention && !saidBefore && (mentions[k].First > 0 || lastAct > last) && tokens[mentions[0].First].Norm is not ("what" or "whats" or "where" or "which" or "when" or "how" or "why");
            if (!describes && !isObject)
            {
                k = last;
                continue;
            }
            var (first, end) = (mentions[k].First, mentions[last].End);
            var text = request.Message[tokens[first].Start..tokens[end - 1].End];
            mentions.RemoveRange(k, last - k + 1);
            mentions.Insert(k, new TopicMention(first, end, text, Quoted: false));
            lastAct -= last - k;
            objectless = false;
        }
        return mentions;
    }

    static Mention? LastSaid(List<Mention> mentions, int k)
    {
        while (--k >= 0 && mentions[k] is FillerMention)
        {
        }
        return k < 0 ? null : mentions[k];
    }

    /// <summary>The end of a run of unknown words, also of a list of them: "invoices and receipts", "invoices + receipts".</summary>
    int LastOfList(List<Mention> mentions, int k)
    {
        var last = k;
        while (last + 1 < mentions.Count)
        {
            if (mentions[last + 1] is UnknownMention)
                last++;
            else if (last + 2 < mentions.Count && mentions[last + 1] is FillerMention && tokens[mentions[last + 1].First].Norm is "and" or "or" or "+" or "&" or "/" && mentions[last + 2] is UnknownMention
                && !ClauseSplitter.BeginsUnknown(tokens, mentions[last + 2].First, mentions[last + 2].End, mentions[^1].End))
                last += 2;
            else
                break;
        }
        return last;
    }

    static readonly HashSet<string> OfMail = new(StringComparer.Ordinal) { "archive", "trash", "restore", "mark-read", "mark-unread", "star", "unstar", "label", "unlabel", "snooze", "unsnooze", "find", "summarise", "forward" };
}
