using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"archive promotional mail older than 30 days", "mark everything from Anna as read", "label invoices as Finance", "restore what I deleted yesterday".</summary>
sealed class ChangeMail : IFrame
{
    /// <param name="Implied">What the change makes sense for, when the request does not say where.</param>
    sealed record Change(string Act, string Tool, string Kind, string Verb, string? Implied = null, string? Assumption = null);

    static readonly Change[] Changes =
    [
        new("archive", "mail.propose-archive", MailActions.Archive, "archive", "in:inbox", "only mail in the inbox"),
        new("trash", "mail.propose-trash", MailActions.Trash, "move to the trash"),
        new("restore", "mail.propose-restore", MailActions.Restore, "restore", "in:trash", "only mail in the trash"),
        new("mark-read", "mail.propose-mark-read", MailActions.MarkRead, "mark as read", "is:unread", "only mail that is unread"),
        new("mark-unread", "mail.propose-mark-unread", MailActions.MarkUnread, "mark as unread"),
        new("star", "mail.propose-star", MailActions.Star, "star"),
        new("unstar", "mail.propose-unstar", MailActions.Unstar, "remove the star from", "is:starred", "only mail that is starred"),
        new("unsnooze", "mail.propose-unsnooze", MailActions.Unsnooze, "bring back", "in:snoozed", "only mail that is snoozed"),
        new("label", "mail.propose-label", MailActions.Label, "label"),
        new("unlabel", "mail.propose-label", MailActions.Label, "remove the label from"),
    ];

    public IReadOnlyList<string> Covers(string intent) => [.. Alike.GetValueOrDefault(intent["mail.".Length..], []), intent["mail.".Length..]];

    /// <summary>Verbs that also occur in requests for another change: "move to the trash", "mark with a star".</summary>
    static readonly Dictionary<string, string[]> Alike = new(StringComparer.Ordinal)
    {
        ["archive"] = ["move", "schedule", "send"], ["trash"] = ["cancel", "move", "schedule", "send"], ["restore"] = ["trash", "move", "archive", "schedule", "send"], ["mark-read"] = ["mark"], ["mark-unread"] = ["mark"], ["star"] = ["mark"],
        ["unstar"] = ["star", "mark"], ["label"] = ["mark", "move", "schedule", "send"], ["unlabel"] = ["label", "trash", "cancel", "uninvite", "move"], ["unsnooze"] = ["snooze", "restore"],
    };

    public Reading? Read(Clause clause)
    {
        Reading? best = null;
        foreach (var change in Changes)
        {
            if ((clause.Act(change.Act) ?? Labelling(change.Act, clause)) is not { } act)
                continue;
            var mail = clause.Has("mail") || clause.Has("thread") || clause.All<FilterMention>().Any() || clause.All<SenderMention>().Any() || clause.All<TopicMention>().Any() || clause.All<PronounMention>().Any() || clause.All<OrdinalMention>().Any();
            // a label as the object says what the verb is about
            var score = (clause.Act(change.Act) is null ? 0.03 : 0) + (act.Leading ? 0.9 : 0.8) - (mail ? 0 : 0.25) + 0.01 * (act.End - act.First);
            if (clause.Has("meeting") && !clause.Has("thread") && !clause.All<FilterMention>().Any() && !(clause.NamesMail) || clause.Has("calendar"))
                score -= 0.4;
            if (best is null || score > best.Score)
                best = new Reading($"mail.{change.Act}", Math.Min(score, 0.97), plan => Compose(change, clause, plan));
        }
        return best;
    }

    /// <summary>"remove the Todo label from …", "give these the tag Travel": with a label as their object, verbs of taking and giving are about it.</summary>
    static ActMention? Labelling(string act, Clause clause) =>
        act == "unsnooze" && clause.Act("restore") is { } back && clause.All<FilterMention>().Any(f => f.Atom == "in:snoozed") ? back
            : act == "unlabel" && clause.Act("trash", "cancel", "uninvite") is { } taking && clause.All<LabelMention>().Any(l => l.First == taking.End) ? taking
            : !clause.All<LabelMention>().Any(l => clause.NormsOf(l).Any(w => w is "label" or "tag" or "folder")) ? null
            : act == "unlabel" ? clause.Act("trash", "cancel", "uninvite")
            : act == "label" ? clause.Act("schedule", "send", "mark") ?? (clause.HasAny("give", "assign", "attach", "stick") ? new ActMention(clause.First, clause.First, "label", true) : null) : null;

    static Composed Compose(Change change, Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        clause.Use(used, "give", "assign", "attach", "stick");
        var label = change.Act is "label" or "unlabel" ? Label(change, clause, used) : null;
        var mail = MailDescription.Of(clause, plan, m => used.Contains(m));
        used.UnionWith(mail.Used);
        if (mail.Old && !mail.HasAtom("before:"))
            throw PlanBuilder.Ask($"How old must the mail be before I {change.Verb} it?", "age",
                [.. new[] { "30 days", "90 days", "a year" }.Select(age => new QuestionChoice($"Older than {age}", Older(clause, age)))]);
        if (mail.Limit is not null && change.Act == "archive" && mail.Everything)
            mail.Used.Add(clause.Mentions[0]);

        if (change.Act == "archive" && Vaguely(clause, mail))
            throw Which(change, clause);
        // what is brought back is in the trash, unless it is brought back from the archive
        var implied = change.Act == "unlabel" ? $"label:{QueryText.Word(label!)}" : change.Act == "restore" && clause.HasAny("unarchive", "archive", "inbox") ? "in:archive" : change.Implied;
        var bounded = !mail.Everything || mail.Limit is not null || change.Act is "mark-read" && Explicit(clause) || change.Act is "unstar" or "unsnooze" or "unlabel" && Explicit(clause);
        if (!bounded && !(plan.Messages is not null))
            throw Which(change, clause);
        var messages = MailSteps.Messages(plan, mail, MailSteps.All, bounded ? implied : null) ?? throw Which(change, clause);
        var arguments = Arguments(change, label);
        var what = label is null ? change.Verb : change.Act == "label" ? $"label “{label}”" : $"remove the label “{label}” from";
        plan.Add(change.Tool, $"Propose to {what} each message", arguments, forEach: messages, when: messages, kind: change.Kind);
        if (bounded && change.Assumption is { } assumption && mail.Query(implied) != mail.Query())
            plan.Assume(implied == "in:archive" ? "only mail in the archive" : assumption);
        return new Composed($"propose to {what} {(mail.Everything ? "them" : mail.Words)}", used);
    }

    static object Arguments(Change change, string? label) => label is null
        ? new { messageId = PlanReference.To("item.id"), accountId = PlanReference.To("item.accountId") }
        : new
        {
            messageId = PlanReference.To("item.id"),
            accountId = PlanReference.To("item.accountId"),
            add = change.Act == "label" ? [label] : Array.Empty<string>(),
            remove = change.Act == "unlabel" ? [label] : Array.Empty<string>(),
        };

    /// <summary>"clean up my inbox" names no mail; "archive everything in my inbox" does.</summary>
    static bool Vaguely(Clause clause, MailDescription mail) =>
        clause.Act("archive") is { } act && !clause.Text(act).Contains("archiv", StringComparison.OrdinalIgnoreCase) && mail.Query() == "in:inbox" && mail.Limit is null && !clause.HasAny("all", "everything", "every", "whole", "entire");

    static bool Explicit(Clause clause) => clause.Has("mail") || clause.Has("thread");

    static string Older(Clause clause, string age)
    {
        var vague = clause.All<VagueMention>().First(v => v.What == "old");
        return clause.Replace(vague.First, vague.End, "").TrimEnd('.', '!', '?', ' ') + " older than " + age;
    }

    static string Label(Change change, Clause clause, HashSet<Mention> used)
    {
        Mention? mention = clause.All<LabelMention>().FirstOrDefault();
        mention ??= clause.All<QuotedMention>().FirstOrDefault();
        if (mention is null && change.Act == "unlabel")
            mention = clause.All<TopicMention>().FirstOrDefault();
        var name = mention switch { LabelMention l => l.Name, QuotedMention q => q.Text, TopicMention t => t.Topic, _ => null };
        if (mention is null || string.IsNullOrWhiteSpace(name))
            throw PlanBuilder.Ask("Which label?", "label", []);
        used.Add(mention);
        foreach (var word in clause.All<ThingMention>().Where(t => t.Thing == "label"))
            used.Add(word);
        return name;
    }

    static PlanningStop Which(Change change, Clause clause)
    {
        var verb = clause.Act(change.Act) is { } act ? clause.Text(act) : change.Verb;
        return PlanBuilder.Ask($"Which mail shall I {change.Verb}? Name a sender, a subject or an age.", "mail", change.Act is "archive" or "trash"
            ? [new("Promotional mail older than 30 days", $"{change.Act} promotional mail older than 30 days"), new("Mail that I have read, older than 90 days", $"{change.Act} mail that I have read older than 90 days")]
            : [new("The latest mail", $"{verb} the latest mail"), new("Unread mail of today", $"{verb} unread mail from today")]);
    }
}
