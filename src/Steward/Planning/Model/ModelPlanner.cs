using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using NodaTime;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Planning.Model;

/// <param name="Note">For the person, when another model answered than the route's first.</param>
sealed record ModelPlanned(PlanResult Result, Brain Brain, string? Note);

/// <summary>
/// Asks a language model for a plan: the request, the tools, the person's accounts and the names of contacts that the request calls; no mail, no event, nothing that was read. The answer is the
/// same document as the built-in planner's and passes the same check; one answer that does not is sent back once with what is wrong. No side effects; the same answers give the same plan.
/// </summary>
sealed partial class ModelPlanner(ModelGateway models, ToolRegistry tools, PlanValidation validation)
{
    const int Earlier = 4, LongestTitle = 160;

    readonly Lazy<string> rules = new(() =>
        "You turn a request into a plan of steps for Steward, a personal assistant. You do not do anything yourself and you see no mail and no calendar. Steps run in order. A step that reads gives a result that later steps "
        + "refer to as {\"$ref\": \"s1.messages\"}; with forEach the current element is {\"$ref\": \"item.id\"}. A step that proposes a change is shown to the user before anything happens. Use as few steps as the request needs, and "
        + "propose nothing that it does not ask for. Times are local, as yyyy-MM-ddTHH:mm. People: use an address that stands in the request, or the “email” of one of the people offered; never make one up. For a question about mail or "
        + "events, find them first and then use mail.answer. When something is missing, ask; when no tool can do it, refuse. Answer with JSON alone.\n\nExample: “archive the newsletters of last month” → "
        + "{\"outcome\":\"plan\",\"summary\":\"I will propose to archive the newsletters of last month.\",\"question\":\"\",\"steps\":[{\"id\":\"s1\",\"tool\":\"mail.search\",\"title\":\"Find the newsletters of last month\","
        + "\"arguments\":{\"query\":\"in:inbox newsletter after:2026/10/01 before:2026/11/01\"}},{\"id\":\"s2\",\"tool\":\"mail.propose-archive\",\"title\":\"Archive each\",\"forEach\":\"s1.messages\","
        + "\"arguments\":{\"messageId\":{\"$ref\":\"item.id\"},\"accountId\":{\"$ref\":\"item.accountId\"}}}]}\n\nTools:\n" + ToolText.Catalogue(tools));

    readonly Lazy<JsonElement> schema = new(() => Json.ToElement<JsonNode>(ToolText.Schema(tools)));

    /// <summary>Unavailable when there is no model, or when it made nothing that holds together.</summary>
    public async Task<Result<ModelPlanned>> PlanAsync(PlanRequest request, CancellationToken cancel)
    {
        var people = new OfferedPeople(request);
        var messages = new List<ChatMessage> { new(ChatRole.System, rules.Value), new(ChatRole.User, Input(request, people)) };
        for (var repaired = false; ; repaired = true)
        {
            var answer = await models.AskAsync(new ModelCall { PersonId = request.PersonId, Task = ModelTask.Plan, Messages = messages, Schema = schema.Value, Temperature = 0, MaxOutputTokens = 2048, Complexity = 0.7,
                RunId = request.RunId, ConversationId = request.ConversationId }, cancel);
            if (answer.Error is { } error)
                return error;
            var (result, errors) = Read(answer.Value.Json!.Value, request, people, answer.Value.Model);
            if (errors.Count == 0)
                return new ModelPlanned(result!, answer.Value.Brain, answer.Value.Note);
            if (repaired)
                return Error.Unavailable("model_plan_invalid", $"{answer.Value.Model} made no plan that holds together: {errors[0].Problem}");
            messages.Add(new ChatMessage(ChatRole.Assistant, answer.Value.Text));
            messages.Add(new ChatMessage(ChatRole.User, $"This plan cannot run. Answer with a corrected one. What is wrong: {string.Join(" ", errors.Take(10))}"));
        }
    }

    static string Input(PlanRequest request, OfferedPeople people)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.Settings.Zone) ?? DateTimeZone.Utc;
        return JsonSerializer.Serialize(new
        {
            now = Instant.FromDateTimeOffset(request.Now).InZone(zone).ToString("dddd uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            zone = zone.Id,
            workday = $"{request.Settings.WorkdayStart:HH\\:mm}-{request.Settings.WorkdayEnd:HH\\:mm}",
            accounts = request.Accounts.Select(a => new { a.Id, a.Label, a.Address }),
            people = people.Shown,
            earlier = request.Earlier.TakeLast(Earlier).Select(e => e.Message),
            request = request.Message,
        }, Json.Options);
    }

    (PlanResult? Result, IReadOnlyList<PlanError> Errors) Read(JsonElement json, PlanRequest request, OfferedPeople people, string model)
    {
        ModelDocument? document;
        try
        {
            document = json.Deserialize<ModelDocument>(Json.Options);
        }
        catch (JsonException)
        {
            document = null;
        }
        if (document is null)
            return (null, [new("plan", null, "It is not a document of the schema.")]);
        var summary = Line(document.Summary, "I will do what you asked.");
        if (document.Outcome == "ask")
            return (new PlanResult { Outcome = PlanOutcome.Ask, Question = new PlanQuestion(Line(document.Question, "What exactly shall I do?"), "intent", []) }, []);
        if (document.Outcome == "refuse" || document.Steps is not { Count: > 0 })
            return (new PlanResult { Outcome = PlanOutcome.Refuse, Refusal = new PlanRefusal($"You ask “{request.Message}”.", summary, null) }, []);
        var steps = document.Steps.Select(step => StepOf(step, people)).ToList();
        var plan = new Plan { Request = request.Message, Summary = summary, Intent = "model", Confidence = 0.6, Planner = model, Readings = [], Steps = steps };
        IReadOnlyList<PlanError> errors = [.. validation.Validate(plan), .. people.Strangers(steps)];
        if (errors.Count > 0)
            return (null, errors);
        return people.Ambiguous(steps) is { } who
            ? (new PlanResult { Outcome = PlanOutcome.Ask, Question = who }, [])
            : (new PlanResult { Outcome = steps.Exists(s => s.Effect == StepEffect.Propose) ? PlanOutcome.Propose : PlanOutcome.Answer, Plan = plan }, []);
    }

    /// <summary>What a step may do is the registry's word, never the model's.</summary>
    PlanStep StepOf(ModelStep step, OfferedPeople people)
    {
        var tool = tools.Find(step.Tool ?? "");
        var arguments = (people.Fill(step.Arguments is { } given ? JsonNode.Parse(given.GetRawText()) : null) as JsonObject ?? []).Where(a => a.Value is not null);
        return new PlanStep
        {
            Id = step.Id ?? "",
            Tool = step.Tool ?? "",
            Title = Line(step.Title, step.Tool ?? ""),
            Effect = tool?.Effect == ToolEffect.Propose ? StepEffect.Propose : StepEffect.Read,
            ActionKind = tool?.ActionKind,
            Arguments = arguments.ToDictionary(a => a.Key, a => Json.ToElement<JsonNode>(a.Value!), StringComparer.Ordinal),
            ForEach = string.IsNullOrWhiteSpace(step.ForEach) ? null : step.ForEach,
            When = string.IsNullOrWhiteSpace(step.When) ? null : step.When,
            EstimatedTime = TimeSpan.FromMilliseconds(tool?.Effect == ToolEffect.Propose ? 50 : 200),
        };
    }

    /// <summary>A model's words on the page: one visible line, no link.</summary>
    static string Line(string? text, string otherwise)
    {
        var line = Link().Replace(VisibleText.CleanLine(text ?? ""), "${words}");
        return line.Length == 0 ? otherwise : line.Length <= LongestTitle ? line : line[..(LongestTitle - 1)] + "…";
    }

    [GeneratedRegex(@"!?\[(?<words>[^\]]*)\]\([^)]*\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    sealed record ModelDocument(string? Outcome, string? Summary, string? Question, IReadOnlyList<ModelStep>? Steps);

    sealed record ModelStep(string? Id, string? Tool, string? Title, JsonElement? Arguments, string? ForEach, string? When);
}
