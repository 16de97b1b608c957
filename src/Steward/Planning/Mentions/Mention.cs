using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>A phrase of a clause with what it says. Mentions of a clause follow one another and do not overlap; together they cover it.</summary>
/// <param name="First">Index of the first token; <paramref name="End"/> is excluded.</param>
abstract record Mention(int First, int End);

sealed record ActMention(int First, int End, string Act, bool Leading) : Mention(First, End);

sealed record ThingMention(int First, int End, string Thing) : Mention(First, End);

/// <summary>A restriction of mail as an atom of the search language.</summary>
sealed record FilterMention(int First, int End, string Atom, string Meaning) : Mention(First, End);

/// <summary>Mail from these people.</summary>
/// <param name="Newest">"when did Anna last write": only the newest is meant.</param>
sealed record SenderMention(int First, int End, People People, bool Newest = false) : Mention(First, End);

/// <summary>"to Anna": who gets something, or whom mail went to.</summary>
sealed record RecipientMention(int First, int End, People People) : Mention(First, End);

/// <summary>"cc Ben", "with Ben in bcc": who gets a copy.</summary>
sealed record CopyMention(int First, int End, People People, bool Blind) : Mention(First, End);

/// <summary>"with Anna and Ben": who takes part.</summary>
sealed record CompanyMention(int First, int End, People People) : Mention(First, End);

/// <summary>Everybody who wrote about something: known only after the mail has been searched.</summary>
sealed record WritersMention(int First, int End, string? Topic, bool Quoted = false) : Mention(First, End);

/// <summary>"about the budget". Several words are several search words; quoted text is one phrase.</summary>
sealed record TopicMention(int First, int End, string Topic, bool Quoted) : Mention(First, End);

/// <summary>A time; past and future readings are both kept, the frame knows which way it looks.</summary>
sealed record TimeMention(int First, int End, TimeValue Past, TimeValue Future) : Mention(First, End);

sealed record LengthMention(int First, int End, NodaTime.Period Length) : Mention(First, End);

/// <summary>The accounts that are meant; empty = all of them, said so.</summary>
sealed record AccountMention(int First, int End, IReadOnlyList<PlanAccount> Accounts, string Marker) : Mention(First, End);

/// <summary>"the latest three": the newest, at most so many.</summary>
sealed record LimitMention(int First, int End, int Count) : Mention(First, End);

/// <summary>"except those from Anna": what must not be in it.</summary>
sealed record ExceptMention(int First, int End, IReadOnlyList<Mention> What) : Mention(First, End);

/// <summary>"the second one" of what was found before; the first is 0.</summary>
sealed record OrdinalMention(int First, int End, int Index) : Mention(First, End);

/// <summary>"it", "them", "those": what was spoken of before.</summary>
sealed record PronounMention(int First, int End) : Mention(First, End);

sealed record QuotedMention(int First, int End, string Text) : Mention(First, End);

/// <summary>A label's name: "as Receipts".</summary>
sealed record LabelMention(int First, int End, string Name) : Mention(First, End);

sealed record VagueMention(int First, int End, string What) : Mention(First, End);

sealed record NegationMention(int First, int End) : Mention(First, End);

/// <summary>Something that Steward does not do; <paramref name="Verb"/> when the words themselves ask for it ("pay", "turn off").</summary>
sealed record OutsideMention(int First, int End, string Key, bool Verb, bool Leading) : Mention(First, End);

/// <summary>"if I am free": what must hold. <paramref name="Kind"/> is null when Steward cannot check it.</summary>
sealed record ConditionMention(int First, int End, string? Kind) : Mention(First, End);

record FillerMention(int First, int End) : Mention(First, End);

/// <summary>", I'll be stuck in traffic": why something is asked for. It asks for nothing itself, and the plan says that it was read so.</summary>
sealed record ReasonMention(int First, int End) : FillerMention(First, End);

sealed record UnknownMention(int First, int End) : Mention(First, End);

/// <summary>People as a request names them.</summary>
sealed record People(IReadOnlyList<PersonRef> Persons);

/// <summary>One named person or group, with the contacts that it may be. One candidate = known; none = unknown; several = to be asked.</summary>
/// <param name="Role">"manager", when the person is named by a role.</param>
/// <param name="Group">"the engineering team": several people under one name.</param>
/// <param name="Members">The group that this person was named with.</param>
sealed record PersonRef(string Phrase, int First, int End, IReadOnlyList<Contact> Candidates, string? Role = null, string? Address = null, bool Group = false, ContactGroup? Members = null)
{
    public bool Known => Address is not null || Candidates.Count == 1;

    public string Name => Candidates.Count == 1 ? Candidates[0].Name : Address ?? Phrase;

    public IReadOnlyList<string> Addresses => Address is not null && Candidates.Count != 1 ? [Address] : Candidates.Count == 1 ? Candidates[0].Addresses : [];
}

/// <summary>A known person without a marker: a sender, a participant or a recipient, as the frame needs.</summary>
sealed record PersonMention(int First, int End, People People) : Mention(First, End);

/// <summary>"saying I'll be late": what a mail is to say.</summary>
sealed record SayMention(int First, int End, string Text) : Mention(First, End);

/// <summary>"at Luigi's", "in room 4", "via Zoom": where an event is.</summary>
sealed record PlaceMention(int First, int End, string Place) : Mention(First, End);

/// <summary>"if Sarah doesn't answer", "if I don't hear back": an answer that may not come.</summary>
/// <param name="People">Whose; null when nobody is named ("if there is no reply", "if she doesn't").</param>
sealed record NoAnswerMention(int First, int End, People? People) : Mention(First, End);
