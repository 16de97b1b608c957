using Steward.Planning.Time;

namespace Steward.Planning.Dialogue;

/// <summary>"find mails from Ben" – "when did he last write?": the person whom the turn before named, where a question speaks of nobody else.</summary>
static class Naming
{
    /// <summary>The message with the name in the place of the pronoun; null when it has none, or several people may be meant.</summary>
    public static string? Complete(PlanRequest request, TimeContext context)
    {
        var (tokens, mentions, _) = Utterance.Read(request.Message, request, context);
        var at = tokens.FindIndex(t => t.Norm is "he" or "she");
        if (at < 1 || Mentions.PeopleReader.In(mentions).Count > 0 || tokens[at - 1].Norm is not ("did" or "does" or "has" or "is" or "was" or "what" or "that" or "if" or "whether" or "will" or "when" or "which" or "everything" or "mail" or "mails" or "emails"))
            return null;
        return Utterance.LastNamed(request, context) is [var person] ? request.Message[..tokens[at].Start] + person.Phrase + request.Message[tokens[at].End..] : null;
    }
}
