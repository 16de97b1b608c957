using System.Text.RegularExpressions;
using Steward.Tools.Summaries;

namespace Steward.Tools.Priorities;

/// <summary>Something that a sentence of a mail says about what is to be done.</summary>
/// <param name="Due">The last moment, when it names one.</param>
/// <param name="When">The words that name it.</param>
sealed record Clue(string Sentence, DateTimeOffset? Due = null, bool WholeDay = false, string? When = null);

/// <summary>
/// Reads questions, promises and deadlines off the sentences of a mail, by fixed rules over its own words (quoted mail and signatures are left out). A heuristic, and labelled as one: it
/// misses what is said in other ways. What it finds is only ever shown, with the sentence it stands in; it makes nothing happen.
/// </summary>
static partial class Clues
{
    const int MaxSentences = 120;
    const int MaxSentence = 400;

    public static IReadOnlyList<string> SentencesOf(string text) => [.. Sentences.Of(MailText.Own(text)).Where(s => s.Length <= MaxSentence).Take(MaxSentences)];

    /// <summary>What is asked of the reader, plain questions first: a question, or "please …", "could you …".</summary>
    public static IReadOnlyList<Clue> Asks(IEnumerable<string> sentences) => [.. sentences.Where(s => (s.EndsWith('?') || Request().IsMatch(s)) && !Courtesy().IsMatch(s)).OrderBy(s => s.EndsWith('?') ? 0 : 1).Select(s => new Clue(s))];

    /// <summary>What the writer says they will do. "I will be out on Friday" promises nothing.</summary>
    public static IReadOnlyList<Clue> Promises(IEnumerable<string> sentences, Func<string, IReadOnlyList<TimeInText>> times) =>
        [.. sentences.Where(s => Promise().IsMatch(s) && !NoPromise().IsMatch(s) && !s.EndsWith('?')).Select(s => times(s) is [.., var last] ? new Clue(s, last.To, last.WholeDays, last.Text) : new Clue(s))];

    /// <summary>Times that stand behind a word of a deadline: "by Friday", "is due on the 24th", "before noon tomorrow".</summary>
    public static IReadOnlyList<Clue> Deadlines(IEnumerable<string> sentences, Func<string, IReadOnlyList<TimeInText>> times)
    {
        var found = new List<Clue>();
        foreach (var sentence in sentences.Where(s => DueWord().IsMatch(s)))
        {
            foreach (var time in times(sentence))
            {
                var before = sentence[..time.Start];
                if (!DueBefore().IsMatch(before) && !DueWithin().IsMatch(time.Text))
                    continue;
                var until = UntilWord().IsMatch(before) || UntilWord().IsMatch(time.Text);
                // "before Friday" ends when Friday begins
                found.Add(new Clue(sentence, until && BeforeWord().IsMatch(before) && time.WholeDays ? time.From : time.To, time.WholeDays, time.Text));
                break;
            }
        }
        return found;
    }

    public static bool IsUrgent(string text) => Urgent().IsMatch(text);

    /// <summary>That what was promised has come: "attached", "here is", "as promised".</summary>
    public static bool Delivers(string text) => Delivery().IsMatch(text);

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(please|can you|could you|would you|will you|let me know|need you to|need your|kindly|action required|waiting for you|get back to me|are you able|do you (have|think|want|know))\b", Options)]
    private static partial Regex Request();

    [GeneratedRegex(@"\b(please (find|see|note)|how are you|please (don't|do not) (hesitate|reply)|feel free)\b|^(hi|hello|hey)\b.{0,30}\?$", Options)]
    private static partial Regex Courtesy();

    [GeneratedRegex(@"\b(i(’|')ll|i will|i(’|')m going to|i am going to|i promise|i(’|')ll make sure|let me (get back|send|check|find|look|ask|draft|prepare)|we(’|')ll (send|get|have))\b", Options)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\bi(’|')?( wi)?ll (be|have been|not|never|miss|see you|see|talk|need|assume|think)\b|\bi (’|')?ll be\b|\bif i (will|promise)\b", Options)]
    private static partial Regex NoPromise();

    [GeneratedRegex(@"\b(by|until|till|before|due|deadline|no later than|latest|expires?|ends?|closes?|eod|eow|submit|return|pay(able|ment)?|renew|rsvp|latest|overdue|need(ed|s)?)\b", Options)]
    private static partial Regex DueWord();

    [GeneratedRegex(@"\b(by|until|till|before|due|due (on|by|date:?)|deadline( is| for| of|:)?.{0,40}|no later than|at the latest( by)?|expires?( on)?|ends?( on)?|closes?( on)?|payable( by| on)?|(submit|return|pay|renew|rsvp|confirm|needed|reply|send|answer)\b.{0,60}\b(by|until|before|on))\s*(the|this|end of)?\s*$", Options)]
    private static partial Regex DueBefore();

    [GeneratedRegex(@"^(by|until|till|before|due|no later than)\b", Options)]
    private static partial Regex DueWithin();

    [GeneratedRegex(@"\b(by|until|till|before)\b", Options)]
    private static partial Regex UntilWord();

    [GeneratedRegex(@"\bbefore\s*(the|this)?\s*$", Options)]
    private static partial Regex BeforeWord();

    [GeneratedRegex(@"\b(urgent(ly)?|asap|as soon as possible|immediately|right away|critical|emergency|blocking|blocked|final (notice|reminder)|action required|last chance to (reply|confirm)|overdue|today at the latest)\b", Options)]
    private static partial Regex Urgent();

    [GeneratedRegex(@"\b(attached|attachment|here (is|are)|as promised|done|sent (it|them|you)|enclosed|find (it|them) below|finished)\b", Options)]
    private static partial Regex Delivery();
}
