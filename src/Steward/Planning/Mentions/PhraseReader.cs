using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>Reads one kind of phrase. A new kind is one such file and a line in <see cref="MentionReader"/>.</summary>
abstract class PhraseReader(Sentence sentence)
{
    protected readonly PlanRequest request = sentence.Request;
    protected readonly IReadOnlyList<Token> tokens = sentence.Tokens;
    protected readonly Lexicon lexicon = sentence.Lexicon;
    protected readonly PeopleReader people = sentence.People;
    protected readonly Dictionary<int, TimeSpot> future = sentence.Future;

    protected Sentence Sentence => sentence;

    /// <summary>A clause begins to be read.</summary>
    public virtual void Begin(int first, int end)
    {
    }

    /// <summary>The phrase at the token, which must end before <paramref name="end"/>; null when none of this kind begins there.</summary>
    /// <param name="before">What was read before it in the clause.</param>
    public abstract Mention? At(int i, int end, List<Mention> before);

    protected Sense? Marker(int i, int end, string name) => sentence.Marker(i, end, name);

    protected static Mention? Longer(Mention? one, Mention? other) => one is null || other is not null && other.End > one.End ? other : one;
}
