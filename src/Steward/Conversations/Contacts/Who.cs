using Steward.Conversations.Turns;
using Steward.Planning;

namespace Steward.Conversations.Contacts;

/// <summary>Whom a statement speaks of.</summary>
static class Who
{
    /// <summary>The contact that is meant, or the question that finds out; of these exactly one is set.</summary>
    /// <param name="ask">What the question says when several may be meant.</param>
    /// <param name="say">What the person says by choosing one of them.</param>
    public static (Contact? One, PlanQuestion? Which) Is(ContactBook book, string name, string ask, Func<Contact, string> say)
    {
        var found = name.StartsWith("my ", StringComparison.OrdinalIgnoreCase) ? book.WithRole(name[3..]) : book.Find(name, 5);
        if (found.Count == 0)
            return (null, new PlanQuestion($"I know nobody called “{Sentence.Escape(name)}” from your mail or calendar. Which address is meant?", "person", []));
        return found.Count == 1 || IsClear(found, name) ? (found[0], null) : (null, new PlanQuestion(ask, "person", [.. found.Select(c => new QuestionChoice(c.Name, say(c), c.Addresses[0]))]));
    }

    /// <summary>One who bears the whole name, or writes ten times as much as the next.</summary>
    static bool IsClear(IReadOnlyList<Contact> found, string name)
    {
        var wanted = NameFold.Of(name);
        return NameFold.Of(found[0].Name) == wanted && NameFold.Of(found[1].Name) != wanted || found[0].Messages > 10 * Math.Max(1, found[1].Messages);
    }
}
