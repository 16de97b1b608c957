using Steward.Planning.Composition;
using Steward.Planning.Language;
using Steward.Planning.Mentions;

namespace Steward.Planning;

/// <summary>Reads a message against the turn before it: the answer to a question, and what "them" speaks of.</summary>
static class FollowUp
{
    /// <summary>
    /// A message that answers the question of the turn before is put into the request that was asked about: a choice by its name or number, or words in the place of the
    /// phrase that was not clear. A message that makes sense alone is taken as it is.
    /// </summary>
    public static PlanRequest Complete(PlanRequest request, Func<PlanRequest, PlanningStop?> understand)
    {
        if (request.Earlier.Count == 0 || request.Earlier[^1] is not { Question: { } question } turn)
            return request;
        var answer = request.Message.Trim().TrimEnd('.', '!');
        if (question.Choices.FirstOrDefault(c => c.Label.Equals(answer, StringComparison.OrdinalIgnoreCase) || c.Message.Equals(answer, StringComparison.OrdinalIgnoreCase)) is { } named)
            return request with { Message = named.Message, Earlier = [] };
        if (Number(answer) is { } number && number <= question.Choices.Count)
            return request with { Message = question.Choices[number - 1].Message, Earlier = [] };
        var words = Tokeniser.Split(answer).Select(t => t.Norm).Where(w => w is not ("the" or "one" or "i" or "mean" or "meant" or "it" or "'s" or "is" or "from")).ToList();
        var fitting = question.Choices.Where(c => words.Count > 0 && words.TrueForAll(w => Tokeniser.Split($"{c.Label} {c.Detail}").Exists(t => t.Norm == w))).ToList();
        if (fitting.Count == 1)
            return request with { Message = fitting[0].Message, Earlier = [] };
        if (question.Missing is "intent" or "phrase" || Tokeniser.Split(answer).Count > 8 || understand(request with { Earlier = [] }) is null)
            return request;
        var completed = Insert(turn.Message, answer, question.Missing);
        return understand(request with { Message = completed, Earlier = [] }) is null ? request with { Message = completed, Earlier = [] } : request;
    }

    static string Insert(string asked, string answer, string missing)
    {
        var message = asked.Trim().TrimEnd('.', '!', '?');
        if (missing.StartsWith("person:", StringComparison.Ordinal))
        {
            var role = missing["person:".Length..];
            var at = message.IndexOf("my " + role, StringComparison.OrdinalIgnoreCase);
            return at < 0 ? $"{message} {answer}" : message[..at] + answer + message[(at + 3 + role.Length)..];
        }
        return missing switch
        {
            "text" => $"{message} saying {answer}",
            "recipient" => $"{message} to {answer}",
            "people" or "address" => $"{message} with {answer}",
            "label" => $"{message} as {answer}",
            "topic" => $"{message} about {answer}",
            "age" => $"{message} older than {answer}",
            _ => $"{message} {answer}",
        };
    }

    static int? Number(string answer)
    {
        var words = Tokeniser.Split(answer).Select(t => t.Norm).Where(w => w is not ("the" or "one" or "option" or "number" or "choice" or "please")).ToList();
        return words is not [var word] ? null : word switch { "1" or "first" => 1, "2" or "second" => 2, "3" or "third" => 3, "4" or "fourth" => 4, "5" or "fifth" => 5, _ => null };
    }

    /// <summary>When a clause speaks of "them" or "it", what the last plan found is looked up again by the same step.</summary>
    public static void Recall(PlanRequest request, PlanBuilder plan, Clause clause)
    {
        if (!clause.All<PronounMention>().Any() && !MailDescription.Narrowing(clause, "ones", "those") || request.Earlier.LastOrDefault(t => t.Plan is not null)?.Plan is not { } earlier)
            return;
        foreach (var step in earlier.Steps.Where(s => s.Tool is "mail.search" or "calendar.list-events" or "calendar.find-slots" && !s.Arguments.Values.Any(a => PlanReference.Is(a, out _))))
        {
            var id = plan.Repeat(step);
            if (step.Tool == "mail.search")
            {
                plan.Messages = $"{id}.messages";
                plan.MessagesQuery = step.Arguments["query"].GetString();
                plan.MessagesAccounts = step.Arguments.TryGetValue("accountIds", out var accounts) ? [.. accounts.EnumerateArray().Select(a => a.GetGuid())] : null;
            }
            else if (step.Tool == "calendar.list-events")
                plan.Events = $"{id}.events";
            else
                plan.Slots = $"{id}.slots";
        }
    }
}
