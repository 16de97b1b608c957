using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>What something is about. A topic ends where another phrase begins.</summary>
sealed class TopicReader(Sentence sentence, AccountReader accounts, SenderReader senders, NewTextReader texts) : PhraseReader(sentence)
{
    const int LongestTopic = 9;

    readonly UnansweredReader unanswered = new(sentence.Tokens, sentence.People);

    public override Mention? At(int i, int end, List<Mention> before) => Read(i, end, before);

    /// <summary>"about the Q3 budget", "regarding 'final invoice'". Ends where another phrase begins.</summary>
    public TopicMention? Read(int i, int end, List<Mention> before)
    {
        if (Marker(i, end, "about") is not { } marker)
            return before.Count > 0 && before[^1] is ActMention { Act: "summarise" } act && act.End == i && act.End - act.First > 1 && tokens[i - 1].Norm is "with" or "on" or "in" or "of" or "about" or "for" ? Object(i, end) : null;
        var start = i + marker.Words.Length;
        if (start + 1 < end && marker.Words is ["re"] or ["about"] or ["regarding"] or ["concerning"] or ["subject"] && tokens[start].Norm == ":")
            start++;
        // words that also stand before times, people and things are markers of a topic only when none of these follows
        var weak = marker.Words is ["on" or "for" or "of" or "around" or "called" or "named" or "covering" or "to"];
        if (start >= end)
            return null;
        if (Quotes.Close(tokens, start, end) is { } close && close > start + 1)
            return new TopicMention(i, close + 1, request.Message[tokens[start + 1].Start..tokens[close - 1].End], Quoted: true);
        while (start < end && Mentions.Sentence.Determiners.Contains(tokens[start].Norm) && !(weak && future.ContainsKey(start)))
            start++;
        if (start >= end || tokens[start].Kind == TokenKind.Symbol || weak && !MayBeTopic(start, end, before))
            return null;
        if (accounts.Read(start, end) is not null && weak || tokens[start].Norm is "me" or "it" or "them" or "him" or "us")
            return null;
        var last = start;
        while (last < end && last - start < LongestTopic && !(last > start && EndsTopic(last, end)))
            last++;
        while (last > start && (tokens[last - 1].Kind == TokenKind.Symbol || tokens[last - 1].Norm is "please" or "thanks" or "and" or "or" or "too" or "now" or "again" or "also" or "over" or "yet"))
            last--;
        if (last > start + 1 && tokens[last - 1].Norm is "thread" or "conversation" or "discussion" or "chain" or "emails" or "mails" or "matter" or "topic" or "subject")
            last--;
        return last > start ? new TopicMention(i, last, request.Message[tokens[start].Start..tokens[last - 1].End], Quoted: false) : null;
    }

    /// <summary>"what's the story with the lease": what stands behind the verb's own preposition.</summary>
    TopicMention? Object(int i, int end)
    {
        var start = i;
        while (start < end && Mentions.Sentence.Determiners.Contains(tokens[start].Norm))
            start++;
        if (start >= end || tokens[start].Kind == TokenKind.Symbol || lexicon.At(tokens, start, end).Any(s => s.Kind is SenseKind.Thing or SenseKind.Filter or SenseKind.Vague) || people.Read(start, end, guess: false) is not null || Account(start, end) || future.ContainsKey(start))
            return null;
        var last = start + 1;
        while (last < end && last - start < LongestTopic && !EndsTopic(last, end) && !lexicon.At(tokens, last, end).Any(s => s is { Kind: SenseKind.Thing, Value: "thread" or "mail" }))
            last++;
        return new TopicMention(i, last, request.Message[tokens[start].Start..tokens[last - 1].End], Quoted: false);
    }

    bool Account(int i, int end) => accounts.Read(i, end) is not null;

    bool MayBeTopic(int i, int end, List<Mention> before)
    {
        if (future.ContainsKey(i) && !(future[i].End < end && future[i].Value is Days { Single: false } && lexicon.At(tokens, future[i].End, end).All(s => s.Kind is not (SenseKind.Filler or SenseKind.Marker)) && tokens[future[i].End].Kind == TokenKind.Word))
            return false;
        if (people.Read(i, end, guess: false) is not null || lexicon.At(tokens, i, end).Any(s => s.Kind is SenseKind.Thing or SenseKind.Filter && !Compound(i + s.Words.Length, end)))
            return false;
        if (lexicon.At(tokens, i, end).Any(s => s.Kind is SenseKind.Filler or SenseKind.Marker or SenseKind.Vague))
            return false;
        // "what should I do first today", "call him on his mobile"
        if (tokens[i].Norm == "first" && (i + 1 >= end || future.ContainsKey(i + 1) || tokens[i + 1].Kind == TokenKind.Symbol) || lexicon.At(tokens, i, end).Any(s => s.Kind == SenseKind.Outside && s.Value.StartsWith("phone", StringComparison.Ordinal)))
            return false;
        // "the short version of the last five mails"
        if (tokens[i].Norm is "last" or "latest" or "newest" or "first" or "top" && i + 1 < end && (Sentence.Number(i + 1) is not null || tokens[i + 1].Norm is "mail" or "email" or "message"))
            return false;
        return before.Exists(m => m is ThingMention or ActMention);
    }

    /// <summary>"the holiday house", "the call centre": what is a thing of its own elsewhere describes the unknown noun behind it.</summary>
    bool Compound(int next, int end) => next < end && tokens[next].Kind == TokenKind.Word && !lexicon.At(tokens, next, end).Any() && !future.ContainsKey(next) && people.Read(next, end, guess: false) is null && tokens[next].Norm is not ("'s" or "he" or "she" or "they" or "it");

    bool EndsTopic(int k, int end)
    {
        var token = tokens[k];
        if (token.Kind == TokenKind.Symbol)
            return token.Norm is "," or ";" or ":" or "?" or "!" or "(" or ")" or "\"" || token.Norm == "." && (k + 1 >= end || tokens[k + 1].SpaceBefore) || token.Norm is "-" or "–" or "—" && token.SpaceBefore;
        if (Sentence.AsTime(k, end) is { } time && IsWindow(time, k))
            return true;
        // "about the lease if Ben doesn't answer", "about the offsite unless I am busy"
        if (token.Norm is "if" or "unless" or "when" or "should" or "in" or "without" or "provided" && (unanswered.At(k, end) is not null || lexicon.At(tokens, k, end).Any(s => s.Kind == SenseKind.Condition)))
            return true;
        if (future.TryGetValue(k, out var spot) && spot.Value is Length)
            return true;
        if (token.Norm is "should" or "must" or "needs" or "need" or "please" or "thanks" or "thank" or "as" or "into" or "but" or "so" or "then" or "together" or "saying" or "telling" || token.Norm == "for" && (k + 1 >= end || future.ContainsKey(k + 1) || future.ContainsKey(k + 2) || tokens[k + 1].Norm is "me" or "us"))
            return true;
        if (token.Norm is "be" or "been" or "being" or "get" && k + 1 < end && lexicon.At(tokens, k + 1, end).Any(s => s.Kind == SenseKind.Act))
            return true;
        // "about the budget and translate it", but "about terms and conditions"
        if (token.Norm is "and" or "then" or "&" && k + 2 < end && tokens[k + 1].Kind == TokenKind.Word && ClauseSplitter.BeginsUnknown(tokens, k + 1, k + 2, end))
            return true;
        if (VerbLast(k, end) || VerbWithin(k, end) || k == texts.Start || Sentence.Sayings.ContainsKey(k))
            return true;
        if (token.Norm is "to" && (k + 1 < end && (tokens[k + 1].Norm is "be" or "me" || people.Read(k + 1, end, guess: false) is not null || accounts.Read(k, end) is not null)))
            return true;
        if (token.Norm is "to" or "for" or "in" or "on" or "into" && Enumerable.Range(k + 1, Math.Max(0, Math.Min(6, end - k - 1))).Any(n => tokens[k + 1].Norm is "a" or "an" or "the" or "our" && lexicon.At(tokens, n, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" })))
            return true;
        if (token.Norm is "from" or "by" or "sent" && (senders.Read(k, end, []) is not null || accounts.Read(k, end) is not null || k + 1 < end && future.ContainsKey(k + 1)))
            return true;
        if (token.Norm is "with" or "including" && k + 1 < end && (people.Read(k + 1, end, tokens[k + 1].Capital) is not null || tokens[k + 1].Norm is "everyone" or "everybody" or "all" or "people" or "attachments" or "attachment"))
            return true;
        if (token.Norm is "with" or "as" or "under" or "in" or "into" or "to" && k + 1 < end && lexicon.At(tokens, tokens[k + 1].Norm is "the" or "a" && k + 2 < end ? k + 2 : k + 1, end).Any(s => s is { Kind: SenseKind.Thing, Value: "label" }))
            return true;
        if (token.Norm is "in" or "on" or "at" or "across" && (accounts.Read(k, end) is not null || k + 1 < end && Sentence.AsTime(k + 1, end) is { } later && IsWindow(later, k + 1)))
            return true;
        if (token.Norm is "until" or "till" && (future.ContainsKey(k) || k + 1 < end && future.ContainsKey(k + 1)))
            return true;
        if (token.Norm is "between" or "during" or "after" or "before" or "since" && k + 1 < end && future.ContainsKey(k + 1))
            return true;
        if (token.Norm is "that" or "which" or "who" or "i" && lexicon.At(tokens, k, end).Any(s => s.Kind == SenseKind.Filter))
            return true;
        if (token.Norm is "and" or "or" && k + 1 < end && (tokens[k + 1].Norm is "from" or "to" or "is" or "are" || lexicon.At(tokens, k + 1, end).Any(s => s.Kind == SenseKind.Act && s.Words[0] is not "mail" and not "plan" and not "call")))
            return true;
        return lexicon.At(tokens, k, end).Any(s => s.Kind == SenseKind.Filter && s.Words.Length > 1 || s.Kind == SenseKind.Marker && s.Value == "except" && s.Words[0] is not "with" || s.Kind == SenseKind.Act && s.Words.Length > 1 && s.Value is not "find")
            || token.Norm is "archived" or "deleted" or "trashed" or "binned" or "starred" or "gone";
    }

    /// <summary>"please the mails about Falcon summarise": a verb at the end of a polite request that has no other, not the last word of a topic.</summary>
    bool VerbLast(int k, int end) =>
        (k + 1 >= end || tokens[k + 1].Kind == TokenKind.Symbol || tokens[k + 1].Norm is "and" or "then")
        && lexicon.At(tokens, k, end).Any(s => s.Kind == SenseKind.Act) && lexicon.At(tokens, k, end).All(s => s.Kind == SenseKind.Act)
        && PoliteBefore(k) && !ActBefore(k);

    bool PoliteBefore(int k) => (politeAt ??= First(n => tokens[n].Norm is "please" or "pls" or "kindly")) < k;

    /// <summary>Whether a word that can only be the verb of a change stands before.</summary>
    bool ActBefore(int k) => (actAt ??= First(n => lexicon.At(tokens, n, n + 1).Any(s => s.Kind == SenseKind.Act && s.Value != "find") && lexicon.At(tokens, n, n + 1).All(s => s.Kind == SenseKind.Act))) < k;

    int First(Func<int, bool> holds) => Enumerable.Range(0, tokens.Count).FirstOrDefault(holds, tokens.Count);

    int? politeAt, actAt;

    /// <summary>"… about hiring summarised", "… about the audit summarise them": a verb that is no noun, as a participle at the end or with a pronoun behind it.</summary>
    bool VerbWithin(int k, int end)
    {
        if (Sentence.Parts.ContainsKey(k))
            return true;
        if (!lexicon.At(tokens, k, end).Any(s => s is { Kind: SenseKind.Act, Value: not "find", Words.Length: 1 }) || lexicon.At(tokens, k, end).Any(s => s.Kind is SenseKind.Thing))
            return false;
        var next = k + 1 < end ? tokens[k + 1].Norm : "";
        return next is "them" or "it" || tokens[k].Norm.EndsWith("ed", StringComparison.Ordinal) && next is "" or "," or "." or "!" or "and" or "please" or "then" or "by" or "for" or "as" or "now";
    }

    /// <summary>Whether a time after a topic restricts it, rather than being part of its name ("the offsite in June").</summary>
    bool IsWindow(TimeMention time, int k)
    {
        // "the Q3 report": a time with a noun behind it belongs to the noun
        if (time.End < tokens.Count && tokens[time.End].Kind == TokenKind.Word && time.Future is Days && !lexicon.At(tokens, time.End, tokens.Count).Any() && !future.ContainsKey(time.End) && tokens[time.End].Norm != "'s")
            return false;
        return time.Future is not Days { Fixed: false, Single: false } || k > 0 && tokens[k - 1].Norm is "in" or "during" or "from" or "since" or "for" or "on";
    }
}
