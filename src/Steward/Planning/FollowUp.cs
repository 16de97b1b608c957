using Steward.Planning.Composition;
using Steward.Planning.Dialogue;
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
        if (Choice(question, request.Message) is { } named)
            return request with { Message = named.Message, Earlier = [] };
        var words = Tokeniser.Split(answer).Select(t => t.Norm).Where(w => w is not ("the" or "one" or "i" or "mean" or "meant" or "it" or "'s" or "is" or "from")).ToList();
        var fitting = question.Choices.Where(c => words.Count > 0 && words.TrueForAll(w => Tokeniser.Split($"{c.Label} {c.Detail}").Exists(t => t.Norm == w))).ToList();
        if (fitting.Count == 1)
            return request with { Message = fitting[0].Message, Earlier = [] };
        if (question.Missing is "intent" or "phrase" || Tokeniser.Split(answer).Count > 8 || understand(request with { Earlier = [] }) is null)
            return request;
        var completed = Insert(turn.Message, answer, question);
        return understand(request with { Message = completed, Earlier = [] }) is null ? request with { Message = completed, Earlier = [] } : request;
    }

    /// <summary>The choice that the message names: by its label or its words, by a number, or by "yes" when it is the only one.</summary>
    public static QuestionChoice? Choice(PlanQuestion question, string message)
    {
        var answer = message.Trim().TrimEnd('.', '!');
        if (question.Choices.FirstOrDefault(c => c.Label.Equals(answer, StringComparison.OrdinalIgnoreCase) || c.Message.Equals(answer, StringComparison.OrdinalIgnoreCase)) is { } named)
            return named;
        if (question.Choices.Count == 1 && Tokeniser.Split(answer).Where(t => t.Kind == TokenKind.Word).ToList() is { Count: > 0 and < 5 } agreed && agreed.TrueForAll(t => Yes.Contains(t.Norm)))
            return question.Choices[0];
        return Number(answer) is { } number && number <= question.Choices.Count ? question.Choices[number - 1] : null;
    }

    static string Insert(string asked, string answer, PlanQuestion question)
    {
        var (message, missing) = (asked.Trim().TrimEnd('.', '!', '?'), question.Missing);
        // "I know no address of “Lukas”": the address takes the place of the name
        if (missing == "address" && question.Text.Split('“', '”') is [_, { Length: > 0 } name, ..] && message.IndexOf(name, StringComparison.OrdinalIgnoreCase) is >= 0 and var named)
            return message[..named] + answer + message[(named + name.Length)..];
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

    /// <summary>"yes", "no", "thanks" alone: the answer to a question of yes and no was put into its request before; what remains decides nothing.</summary>
    public static PlanningStop? Short(PlanRequest request)
    {
        var words = Tokeniser.Split(request.Message).Where(t => t.Kind == TokenKind.Word).Select(t => t.Norm).ToList();
        if (words.Count is 0 or > 4 || request.Earlier.Count == 0 || !Means(words, Yes, Agreed) && !Means(words, No, Denied))
            return null;
        var (agreed, last) = (Means(words, Yes, Agreed), request.Earlier[^1]);
        if (last.Question is { } question)
            return !agreed ? PlanBuilder.Refuse("You do not want that.", "Nothing is done.", null)
                : question.Choices.Count == 1 ? null
                : PlanBuilder.Ask(question.Text, question.Missing, question.Choices);
        if (last.Plan is not { } plan)
            return null;
        return plan.Steps.Any(s => s.Effect == StepEffect.Propose)
            ? PlanBuilder.Refuse(agreed ? "You agree with what is proposed." : "You do not want what is proposed.", $"A change is {(agreed ? "approved" : "rejected")} on its own card, where it can be seen exactly, never by a word.", $"Open Approvals and choose {(agreed ? "Approve" : "Reject")}.")
            : agreed ? PlanBuilder.Ask("What shall I do with it?", "intent", []) : PlanBuilder.Refuse("You do not want that.", "Nothing was changed.", null);
    }

    static bool Means(List<string> words, HashSet<string> all, HashSet<string> one) => words.TrueForAll(all.Contains) && words.Exists(one.Contains);

    static readonly HashSet<string> Agreed = new(StringComparer.Ordinal) { "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "go", "do", "fine", "right", "correct", "exactly", "confirm", "good" };
    static readonly HashSet<string> Denied = new(StringComparer.Ordinal) { "no", "nope", "nah", "don't", "dont", "stop", "never", "nevermind", "not", "forget" };
    static readonly HashSet<string> Yes = new(StringComparer.Ordinal) { "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "please", "do", "it", "go", "ahead", "fine", "right", "correct", "exactly", "confirm", "sounds", "good" };
    static readonly HashSet<string> No = new(StringComparer.Ordinal) { "no", "nope", "nah", "don't", "dont", "stop", "never", "mind", "nevermind", "not", "forget", "it", "leave", "thanks" };

    /// <summary>When a clause speaks of "them", "it" or "that meeting", what was found before is looked up again by the same step.</summary>
    public static void Recall(PlanRequest request, PlanBuilder plan, Clause clause)
    {
        plan.Listed = Referents.Shown(request, plan);
        var bare = clause.All<ActMention>().Any(a => a.Act is not "find" and not "schedule" and not "block") && clause.Mentions.All(m => m is ActMention or FillerMention or LabelMention or SayMention or ThingMention { Thing: "reply" or "draft" or "summary" or "label" });
        var guests = clause.Act("invite") is not null && clause.Mentions.All(m => m is ActMention or FillerMention or PersonMention or CompanyMention);
        // "archive all except the ones from Acme", of what was found
        var except = clause.All<ExceptMention>().Any() && clause.Mentions.All(m => m is ActMention or FillerMention or ExceptMention or ThingMention);
        if (!bare && !guests && !except && !clause.All<PronounMention>().Any() && !MailDescription.Narrowing(clause, "one", "ones", "those") && !clause.All<OrdinalMention>().Any() && !clause.All<LimitMention>().Any(_ => !clause.Has("mail") && !clause.Has("thread") && !clause.Has("meeting") && !clause.All<SenderMention>().Any() && !clause.All<TopicMention>().Any()) && !Same(clause) && !clause.Has("rest"))
            return;
        var referents = Referents.Of(request);
        // a verb of the calendar speaks of events, any other of mail
        var ofEvents = guests || clause.Act("move", "cancel", "update", "rename", "lengthen", "shorten", "invite", "uninvite", "accept", "decline", "tentative") is not null;
        if (!ofEvents && referents.Mail is { } mail)
        {
            plan.Messages = $"{plan.Repeat(mail)}.messages";
            plan.MessagesQuery = mail.Arguments["query"].GetString();
            plan.MessagesAccounts = mail.Arguments.TryGetValue("accountIds", out var accounts) ? [.. accounts.EnumerateArray().Select(a => a.GetGuid())] : null;
        }
        if (referents.Events is { } events && (ofEvents || referents.Mail is null))
            plan.Events = $"{plan.Repeat(events)}.events";
        else if (ofEvents && referents.Created is { } created && Found(created, plan) is { } id)
            plan.Events = $"{id}.events";
        if (clause.Act("schedule", "block") is not null && referents.Slots is { } slots)
            plan.Slots = $"{plan.Repeat(slots)}.slots";
    }

    /// <summary>"that meeting", "the same call".</summary>
    static bool Same(Clause clause) => clause.All<ThingMention>().Any(t => t.Thing == "meeting" && t.First > clause.First && clause.Tokens[t.First - 1].Norm is "that" or "this" or "same" or "those" or "these");

    /// <summary>An event that was proposed at a fixed time is found by its time and title.</summary>
    static string? Found(PlanStep created, PlanBuilder plan) =>
        created.Arguments.TryGetValue("start", out var start) && created.Arguments.TryGetValue("summary", out var title) && start.GetString() is { Length: 16 } text
            && NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm").Parse(text) is { Success: true, Value: var at }
            ? plan.Add("calendar.list-events", $"Find “{title.GetString()}”", new { from = plan.Instant(at), to = plan.Instant(at.PlusMinutes(1)), query = title.GetString(), startsWithin = true }) : null;
}
