using System.Text.RegularExpressions;

namespace Steward.Tools.Summaries;

/// <summary>Signs that a sentence matters to the reader: it asks, decides, names a date or an amount.</summary>
static partial class Cues
{
    public static double Weight(string sentence) => Math.Min(1,
        (Asks(sentence) ? 0.45 : 0) + (NamesDate(sentence) ? 0.3 : 0) + (Amount().IsMatch(sentence) ? 0.25 : 0) + (Decides().IsMatch(sentence) ? 0.35 : 0));

    public static bool Asks(string sentence) => sentence.EndsWith('?') || Request().IsMatch(sentence);

    public static bool NamesDate(string sentence) => Date().IsMatch(sentence);

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(please|can you|could you|would you|will you|let me know|need you to|kindly|asap|action required|waiting for you|get back to me|confirm|bitte|können sie|kannst du)\b", Options)]
    private static partial Regex Request();

    [GeneratedRegex(@"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(today|tonight|tomorrow|yesterday|deadline|due|next week|end of (the )?(day|week|month)|eod|eow)\b|\b\d{1,2}[./-]\d{1,2}([./-]\d{2,4})?\b|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2}\.? (january|february|march|april|may|june|july|august|september|october|november|december)\b|\b\d{1,2}(:\d{2})? ?(am|pm|uhr)\b|\b\d{1,2}:\d{2}\b", Options)]
    private static partial Regex Date();

    [GeneratedRegex(@"[€$£¥] ?\d|\b\d[\d.,]* ?(€|eur|usd|gbp|chf|dollars?|euros?|percent|%)|\b\d+([.,]\d+)?%", Options)]
    private static partial Regex Amount();

    [GeneratedRegex(@"\b(decided|agreed|approved|rejected|confirmed|cancelled|canceled|postponed|moved|blocked|delayed|signed|shipped|launched|launch|finished|completed|problem|issue|risk|budget|cost|deadline|urgent|important|must|instead)\b", Options)]
    private static partial Regex Decides();
}
