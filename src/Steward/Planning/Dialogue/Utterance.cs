using Steward.Planning.Language;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Dialogue;

/// <summary>What was said, this time or in an earlier turn, cut into its mentions.</summary>
static class Utterance
{
    public static (List<Token> Tokens, List<Mention> Mentions, MentionReader Reader) Read(string message, PlanRequest request, TimeContext context)
    {
        var of = request with { Message = message };
        var raw = Tokeniser.Split(message);
        var tokens = Lexicon.Default.Mend(raw, new PeopleReader(raw, of, Lexicon.Default).IsName);
        var people = new PeopleReader(tokens, of, Lexicon.Default);
        var sayings = new Sayings(tokens, Lexicon.Default, people).Find();
        var reader = new MentionReader(new Sentence(of, tokens, context, people, sayings));
        return (tokens, [.. ClauseSplitter.Split(tokens, Lexicon.Default, sayings).SelectMany(c => reader.Read(c.First, c.End))], reader);
    }

    /// <summary>Whom the last request named: "write her that …" after "find mail from Marta".</summary>
    public static IReadOnlyList<PersonRef> LastNamed(PlanRequest request, TimeContext context) =>
        Referents.LastPlanned(request) is { Plan: { } plan } ? PeopleReader.In(Read(plan.Request, request, context).Mentions) : [];
}
