using System.Globalization;
using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>What describes mail beyond its people, words and dates: its size, and what the person did with it.</summary>
sealed class MailTraitReader(Sentence sentence) : PhraseReader(sentence)
{
    public override Mention? At(int i, int end, List<Mention> before) => Longer(Size(i, end), Deed(i, end));

    /// <summary>"bigger than 5 MB", "over 300 kb", "&lt; 2 MB", "5 MB or more".</summary>
    FilterMention? Size(int i, int end)
    {
        var at = i;
        bool? larger = tokens[at].Norm switch
        {
            "larger" or "bigger" or "greater" or "heavier" or "more" or "over" or "above" or "exceeding" or ">" or "least" => true,
            "smaller" or "less" or "under" or "below" or "lighter" or "<" => false,
            _ => null,
        };
        if (larger is not null)
            at++;
        while (larger is not null && at < end && tokens[at].Norm is "than" or "=" or "in" or "size")
            at++;
        if (at >= end || tokens[at].Kind != TokenKind.Number || !decimal.TryParse(tokens[at].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount > 1_000_000)
            return null;
        at++;
        if (at + 1 < end && tokens[at].Norm is "." or "," && !tokens[at].SpaceBefore && tokens[at + 1] is { Kind: TokenKind.Number, SpaceBefore: false, Text.Length: 1 })
        {
            amount += decimal.Parse(tokens[at + 1].Text, CultureInfo.InvariantCulture) / 10;
            at += 2;
        }
        if (at >= end || Unit(tokens[at].Norm) is not { } kilobytes)
            return null;
        at++;
        if (larger is null && at < end && (tokens[at].Norm == "+" || at + 1 < end && tokens[at].Norm == "or" && tokens[at + 1].Norm is "more" or "larger" or "bigger"))
            (larger, at) = (true, tokens[at].Norm == "+" ? at + 1 : at + 2);
        if (larger is not { } more)
            return null;
        var size = amount * kilobytes;
        var written = size % 1024 == 0 ? $"{size / 1024:0}M" : $"{Math.Max(1, Math.Round(size)):0}K";
        return new FilterMention(i, at, $"{(more ? "larger" : "smaller")}:{written}", $"{(more ? "larger" : "smaller")} than {amount:0.#} {tokens[at - 1].Text}");
    }

    static int? Unit(string word) => word switch
    {
        "kb" or "k" or "kbyte" or "kbytes" or "kilobyte" or "kilobytes" or "kib" => 1,
        "mb" or "m" or "meg" or "megs" or "megabyte" or "megabytes" or "mbyte" or "mbytes" or "mib" => 1024,
        "gb" or "gig" or "gigs" or "gigabyte" or "gigabytes" => 1024 * 1024,
        _ => null,
    };

    /// <summary>What the person did with mail, by the verb in all its forms, as a restriction of the mail that is meant.</summary>
    static readonly Dictionary<string, (string Atom, string Meaning)> Deeds = Spread(
        ("is:starred", "starred", "star starred starring flag flagged favourite favourited bookmark bookmarked"),
        ("in:archive", "archived", "archive archived"),
        ("in:trash", "in the trash", "delete deleted trash trashed bin binned discard discarded erase erased remove removed"),
        ("is:read", "read already", "open opened read seen see viewed view look looked check checked"),
        ("in:sent", "sent by me", "send sent write wrote written mail mailed email emailed reply replied answer answered respond responded forward forwarded message messaged"),
        ("in:snoozed", "snoozed", "snooze snoozed"));

    static Dictionary<string, (string, string)> Spread(params (string Atom, string Meaning, string Verbs)[] deeds) =>
        deeds.SelectMany(d => d.Verbs.Split(' ').Select(v => (v, d))).ToDictionary(x => x.v, x => (x.d.Atom, x.d.Meaning), StringComparer.Ordinal);

    /// <summary>"which emails did I star", "the ones I archived", "everything that I have sent": a statement of what was done asks for nothing to be done.</summary>
    FilterMention? Deed(int i, int end)
    {
        var at = i;
        if (at < end && tokens[at].Norm is "that" or "which" or "what")
            at++;
        if (Undone(i, at, end) is { } undone)
            return undone;
        var asked = at + 1 < end && tokens[at].Norm is "did" or "have" && tokens[at + 1].Norm == "i";
        if (asked)
            at++;
        if (at >= end || tokens[at].Norm is not ("i" or "i've" or "we"))
            return null;
        var subject = tokens[at].Norm;
        at++;
        while (at < end && tokens[at].Norm is "have" or "had" or "already" or "just" or "ever" or "once" or "recently" or "'ve" or "accidentally" or "mistakenly" or "personally" or "last")
            at++;
        if (at >= end || !Deeds.TryGetValue(tokens[at].Norm, out var deed) || at + 1 < end && tokens[at + 1].Norm is "down" or "up")
            return null;
        // "I archive …" in the present tense is no report, except after "did"
        var past = tokens[at].Norm is "sent" or "wrote" or "written" || tokens[at].Norm.EndsWith("ed", StringComparison.Ordinal);
        if (!asked && !past || subject == "i" && i > 0 && tokens[i - 1].Norm is "can" or "could" or "should" or "shall" or "may" or "will" or "if")
            return null;
        return new FilterMention(i, at + 1, deed.Atom, deed.Meaning);
    }

    /// <summary>"that I haven't opened", "didn't I read", "I never looked at": what was not done.</summary>
    FilterMention? Undone(int i, int at, int end)
    {
        var (person, denied) = (false, false);
        for (; at < end && at - i < 6; at++)
            if (tokens[at].Norm is "i" or "i've" or "we")
                person = true;
            else if (tokens[at].Norm is "haven't" or "didn't" or "not" or "never" or "hasn't")
                denied = true;
            else if (tokens[at].Norm is not ("have" or "did" or "yet" or "even" or "actually"))
                break;
        if (!person || !denied || at >= end || !Deeds.TryGetValue(tokens[at].Norm, out var deed))
            return null;
        var last = at + 1;
        while (last < end && tokens[last].Norm is "at" or "yet" or "so" or "far" or "until" && tokens[last].Norm is not "until")
            last++;
        return deed.Atom switch
        {
            "is:read" => new FilterMention(i, last, "is:unread", "unread"),
            "is:starred" => new FilterMention(i, last, "-is:starred", "not starred"),
            "in:archive" => new FilterMention(i, last, "in:inbox", "in the inbox"),
            _ => null,
        };
    }
}
