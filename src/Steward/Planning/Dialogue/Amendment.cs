using Steward.Planning.Language;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Dialogue;

/// <summary>
/// A message that only changes the request before it: "no, next week", "make it 3pm instead", "also Anna's", "what about Friday?", "in my work account". The phrase of the
/// same kind is replaced in the earlier request, or the new one is added; what comes out is a whole request and is planned as such.
/// </summary>
sealed class Amendment(PlanRequest request, TimeContext context)
{
    static readonly HashSet<string> Leads = new(StringComparer.Ordinal)
    {
        "no", "nope", "nah", "actually", "sorry", "wait", "rather", "instead", "oh", "hmm", "and", "also", "or", "then", "but", "ok", "okay", "please", "not", "plus", "well", "just", "only", "maybe", "yes", "same", "try", "let's", "do",
    };

    static readonly string[][] Phrases =
    [
        ["make", "it"], ["make", "that"], ["change", "it", "to"], ["change", "that", "to"], ["i", "meant"], ["i", "mean"], ["how", "about"], ["what", "about"], ["the", "same", "for"], ["same", "for"], ["the", "same", "with"], ["same", "with"],
        ["better"], ["let's", "say"], ["say"], ["it", "should", "be"], ["should", "be"], ["the", "ones"], ["those"], ["the", "one"], ["for"], ["the", "same"], ["again"],
    ];

    static readonly HashSet<string> Trails = new(StringComparer.Ordinal) { "instead", "rather", "please", "too", "then", "?", "!", ".", "thanks", "well", "as", "pls", "though", "better", "again" };

    /// <summary>The whole request that is meant; null when the message is one by itself, or changes nothing that can be found.</summary>
    public string? Complete()
    {
        if (Referents.LastPlanned(request) is not { Plan: { } plan } turn)
            return null;
        var (tokens, _, reader) = Utterance.Read(request.Message, request, context);
        if ((Worded(tokens, plan) ?? Placed(tokens, plan)) is { } completed)
            return completed;
        var (first, end) = Core(tokens);
        // "make that 7": an hour
        if (first > 0 && end - first == 1 && tokens[first].Kind == TokenKind.Number && tokens[first - 1].Norm is "it" or "that" or "to" && int.TryParse(tokens[first].Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var hour) && (hour is > 0 and < 24 || plan.Intent.StartsWith("mail", StringComparison.Ordinal)))
            return plan.Intent.StartsWith("mail", StringComparison.Ordinal) ? Aged(plan, tokens[first].Text) : new Amendment(request with { Message = $"make it at {hour}" }, context).Complete();
        if (first >= end || end - first > 9 || first == 0 && end == tokens.Count && tokens.Count > 4)
            return null;
        var said = reader.Read(first, end);
        if (said.Exists(m => m is ActMention { Act: not "find" } or PronounMention or SayMention or NegationMention or OutsideMention or UnknownMention or ThingMention { Thing: not "mail" and not "meeting" }) || said.TrueForAll(m => m is FillerMention or ActMention or ThingMention))
            return null;
        // a bare name or time is an amendment only where something says so; "Friday?" alone does
        if (first == 0 && end == tokens.Count && !(said.TrueForAll(m => m is TimeMention or LengthMention or AccountMention or LimitMention or FillerMention or ExceptMention)))
            return null;
        // "not in the morning", of a search for free time
        var ofSlots = plan.Intent.Contains("find-slot", StringComparison.Ordinal);
        // "not those from Acme": left out, and nothing put in its place
        var denied = Enumerable.Range(0, Math.Min(first + 1, end)).Any(i => tokens[i].Norm is "not" or "except" or "keep" or "without" or "excluding" or "leave");
        if (denied && !said.TrueForAll(m => m is SenderMention or PersonMention or TopicMention or FilterMention or ExceptMention or FillerMention or ThingMention || m is TimeMention && ofSlots))
            return null;
        // an answer to "reply to Marta" is no day on which her mail came
        if (plan.Intent is "mail.draft-reply" or "mail.send" && said.Exists(m => m is TimeMention or TopicMention))
            return null;
        var (earlierTokens, earlier, _) = Utterance.Read(plan.Request, request, context);
        var edits = new List<(int Start, int End, string Text)>();
        var added = new List<string>();
        foreach (var mention in said)
        {
            var text = request.Message[tokens[mention.First].Start..tokens[mention.End - 1].End];
            if (denied && mention is SenderMention or PersonMention or TopicMention or FilterMention)
            {
                added.Add(mention is PersonMention ? $"except from {text}" : $"except {text}");
                continue;
            }
            if (denied && mention is TimeMention)
            {
                added.Add($"but not {text}");
                continue;
            }
            switch (mention)
            {
                case TimeMention time:
                    // the text of a reminder hides its time from the reader of mentions
                    var old = earlier.OfType<TimeMention>().LastOrDefault() ?? (plan.Intent == "calendar.remind" && TimeFinder.Find(earlierTokens, context) is [var spot, ..] ? new TimeMention(spot.First, spot.End, spot.Value, spot.Value) : null);
                    Put(old, old is null ? text : Timed(time, old, text));
                    break;
                case LengthMention:
                    Put(earlier.OfType<LengthMention>().FirstOrDefault(), earlier.OfType<LengthMention>().Any() ? text : "for " + text);
                    break;
                case SenderMention { People: var people } sender:
                    Persons(people, text);
                    break;
                case PersonMention { People: var people }:
                    Persons(people, text);
                    break;
                case CompanyMention { People: var people }:
                    Persons(people, text);
                    break;
                case RecipientMention { People: var people }:
                    Persons(people, text);
                    break;
                case AccountMention:
                    Put(earlier.OfType<AccountMention>().LastOrDefault(), text);
                    break;
                case TopicMention:
                    Put(earlier.OfType<TopicMention>().FirstOrDefault(), text.Contains("about", StringComparison.OrdinalIgnoreCase) ? text : "about " + text);
                    break;
                case LimitMention:
                    Put(earlier.OfType<LimitMention>().FirstOrDefault(), text);
                    break;
                case ExceptMention when text.StartsWith("keep", StringComparison.OrdinalIgnoreCase) || text.StartsWith("leave", StringComparison.OrdinalIgnoreCase):
                    added.Add("but " + text);
                    break;
                case FilterMention or ExceptMention:
                    added.Add(text);
                    break;
            }
        }
        if (edits.Count + added.Count == 0)
            return null;
        var message = plan.Request;
        foreach (var edit in edits.OrderByDescending(e => e.Start))
            message = message[..edit.Start] + edit.Text + message[edit.End..];
        return $"{message.TrimEnd('.', '!', '?', ' ')} {string.Join(' ', added)}".Trim();

        void Put(Mention? old, string text)
        {
            if (old is null)
                added.Add(text);
            else
                edits.Add((earlierTokens[old.First].Start, earlierTokens[old.End - 1].End, text));
        }

        void Persons(People people, string text)
        {
            var names = request.Message[tokens[people.Persons[0].First].Start..tokens[people.Persons[^1].End - 1].End];
            var old = earlier.Select(m => m switch { SenderMention s => s.People, PersonMention p => p.People, CompanyMention c => c.People, RecipientMention r => r.People, _ => null }).FirstOrDefault(p => p is not null);
            // "also to Ben", "and Priya": besides those who were named
            var also = plan.Intent is "mail.send" or "mail.forward" or "calendar.schedule" or "calendar.find-slot" && (tokens.Exists(t => t.Norm is "also" or "too" or "well") || tokens[0].Norm is "and" or "plus");
            if (old is not null)
                edits.Add((earlierTokens[old.Persons[0].First].Start, earlierTokens[old.Persons[^1].End - 1].End, also ? $"{plan.Request[earlierTokens[old.Persons[0].First].Start..earlierTokens[old.Persons[^1].End - 1].End]} and {names}" : names));
            else
                added.Add(plan.Intent.StartsWith("calendar", StringComparison.Ordinal) ? "with " + names : "from " + names);
        }
    }

    /// <summary>"draft a reply to Sarah" – "say that I'll come": the words of what was begun without any.</summary>
    string? Worded(List<Token> tokens, Plan plan)
    {
        if (plan.Intent is not ("mail.draft-reply" or "mail.send"))
            return null;
        // other words take the place of those that were said before
        var (before, mentions, _) = Utterance.Read(plan.Request, request, context);
        var whole = mentions.OfType<SayMention>().FirstOrDefault() is { } old ? plan.Request[..before[old.First].Start] : plan.Request;
        var first = tokens.FindIndex(t => t.Norm is not ("please" or "and" or "just" or "," or "no" or "rather" or "better"));
        var start = first < 0 ? -1 : tokens[first].Norm is "say" or "saying" ? first + 1 : tokens[first].Norm == "tell" && whole == plan.Request && first + 1 < tokens.Count && tokens[first + 1].Norm is "him" or "her" or "them" ? first + 2 : -1;
        return start < 0 || start >= tokens.Count ? null : $"{whole.TrimEnd('.', '!', '?', ':', ',', ' ')} saying {request.Message[tokens[start].Start..]}";
    }

    /// <summary>"archive promotions older than 60 days" – "make it 90": the one number of the age that was said.</summary>
    string? Aged(Plan plan, string number)
    {
        var (tokens, mentions, _) = Utterance.Read(plan.Request, request, context);
        var numbers = mentions.Where(m => m is TimeMention or LengthMention).SelectMany(m => tokens.Skip(m.First).Take(m.End - m.First)).Where(t => t.Kind == TokenKind.Number).ToList();
        return numbers is [var only] ? plan.Request[..only.Start] + number + plan.Request[only.End..] : null;
    }

    /// <summary>"book lunch with Anna on Friday at noon" – "at Luigi's": where it is to be.</summary>
    string? Placed(List<Token> tokens, Plan plan) =>
        plan.Intent == "calendar.schedule" && tokens.Count is > 1 and < 7 && (tokens[0].Norm is "at" or "in" && (tokens[1].Capital || tokens[1].Norm is "the" or "room") || tokens[0].Norm is "on" or "via" or "over" && tokens[1].Norm is "zoom" or "teams" or "skype" or "webex") && TimeFinder.Find(tokens, context).Count == 0 && !plan.Steps.Any(s => s.Arguments.ContainsKey("location"))
            ? $"{plan.Request.TrimEnd('.', '!', '?', ' ')} {request.Message.Trim().TrimEnd('.', '!')}" : null;

    /// <summary>A new hour keeps the day, a new day keeps the hour.</summary>
    string Timed(TimeMention time, TimeMention old, string text) => (time.Future, old.Future) switch
    {
        // "half an hour later": than what was said, not than now
        (_, Moment { At: var at }) when text.Split(' ') is [.. var amount, "later" or "earlier" or "sooner"] && amount.Length > 0 && TimeFinder.Find(Tokeniser.Split(string.Join(' ', amount)), context) is [{ Value: Length { Period: var by } }] =>
            (text.EndsWith("later", StringComparison.Ordinal) ? at.Plus(by) : at.Minus(by)) is var moved ? $"on {moved:uuuu'-'MM'-'dd} at {moved:HH':'mm}" : text,
        // "make it weekly": from the day and at the hour that were said
        (Repeat { Timed: false }, Moment { At: var at }) => $"on {at:uuuu'-'MM'-'dd} at {at:HH':'mm} {text}",
        (Clock, Moment { At: var at }) => $"on {at:uuuu'-'MM'-'dd} at {text.Replace("at ", "", StringComparison.OrdinalIgnoreCase)}{(char.IsAsciiDigit(text[^1]) && !text.Contains(':', StringComparison.Ordinal) ? ":00" : "")}",
        // "no, the week after": after the one that was meant
        (Days, Days { Grain: Grain.Week } week) when text.EndsWith("week after", StringComparison.OrdinalIgnoreCase) || text.EndsWith("following week", StringComparison.OrdinalIgnoreCase) =>
            $"from {week.From.PlusDays(7):uuuu'-'MM'-'dd} to {week.To.PlusDays(7):uuuu'-'MM'-'dd}",
        (Days { Single: true } day, Moment { At: var at }) => $"on {day.From:uuuu'-'MM'-'dd} at {at:HH':'mm}",
        _ => text,
    };

    (int First, int End) Core(List<Token> tokens)
    {
        var (first, end) = (0, tokens.Count);
        for (var moved = true; moved && first < end;)
        {
            moved = false;
            if (Leads.Contains(tokens[first].Norm) || tokens[first].Kind == TokenKind.Symbol && tokens[first].Norm is "," or "-" or "." or "…" or "—")
                (first, moved) = (first + 1, true);
            else if (Phrases.FirstOrDefault(p => first + p.Length <= end && p.Select((w, k) => tokens[first + k].Norm == w).All(same => same)) is { } phrase)
                (first, moved) = (first + phrase.Length, true);
        }
        while (end > first && Trails.Contains(tokens[end - 1].Norm))
            end--;
        if (end > first && tokens[end - 1].Norm == "'s")
            end--;
        return (first, end);
    }
}
