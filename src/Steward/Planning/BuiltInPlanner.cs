using NodaTime;
using Steward.Planning.Composition;
using Steward.Planning.Dialogue;
using Steward.Planning.Frames;
using Steward.Planning.Language;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning;

/// <summary>
/// The planner that needs no model: a small semantic parser. Tokens → clauses → mentions → the best frame per clause → steps. Deterministic; it does no I/O beyond
/// looking contacts up. What it does not understand becomes a question; a word that it cannot place never widens a change.
/// </summary>
sealed class BuiltInPlanner : IPlanner
{
    /// <summary>A reading below this is not acted on.</summary>
    const double Threshold = 0.5;
    /// <summary>Two readings closer than this are asked about.</summary>
    const double Close = 0.03;

    /// <summary>Said of what the person does not want; no model is asked about it.</summary>
    public const string NothingToDo = "There is nothing to do for it.";

    /// <summary>Words, numbers and marks. No request is this long, and reading stays quick.</summary>
    const int MaxTokens = 1000;

    /// <summary>Of these so many may stand outside the text of a mail.</summary>
    const int MaxAsked = 300;

    public string Name => "built-in";

    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancel) => Task.FromResult(Decide(request));

    public PlanResult Decide(PlanRequest request)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.Settings.Zone) ?? DateTimeZone.Utc;
        var context = new TimeContext(Instant.FromDateTimeOffset(request.Now), zone, TimeContext.IsDayFirst(request.Settings.Locale), Past: false)
        {
            Region = TimeContext.RegionOf(request.Settings.Locale),
            WorkdayStart = new LocalTime(request.Settings.WorkdayStart.Hour, request.Settings.WorkdayStart.Minute),
            WorkdayEnd = new LocalTime(request.Settings.WorkdayEnd.Hour, request.Settings.WorkdayEnd.Minute),
        };
        if (Tokeniser.Split(request.Message).Count > MaxTokens)
            return Stopped(TooLong(MaxTokens));
        var effective = FollowUp.Complete(request, r => Understand(r, context).Stop);
        if (FollowUp.Short(request) is { } settled)
            return Stopped(settled);
        if (ReferenceEquals(effective, request) && new Amendment(request, context).Complete() is { } amended && Understand(request with { Message = amended }, context).Stop is not { Question.Missing: "intent" or "phrase" })
            effective = request with { Message = amended };
        if (ReferenceEquals(effective, request) && request.Earlier.Count > 0 && Understand(request, context).Stop is not null && Naming.Complete(request, context) is { } named && Understand(request with { Message = named }, context).Stop is null)
            effective = request with { Message = named };
        try
        {
            return Finish(effective, Compose(effective, context));
        }
        catch (PlanningStop stop)
        {
            return Stopped(stop);
        }
    }

    static PlanningStop TooLong(int most) =>
        PlanBuilder.Refuse("You wrote more than a request.", $"Steward reads requests of up to {most} words and marks.", "Say in a sentence or two what shall be done; quote the text of a mail in quotation marks.");

    static PlanResult Stopped(PlanningStop stop) => stop.Question is { } question
        ? new PlanResult { Outcome = PlanOutcome.Ask, Question = question }
        : new PlanResult { Outcome = PlanOutcome.Refuse, Refusal = stop.Refusal };

    sealed record Understanding(PlanningStop? Stop, Draft? Plan);

    sealed record Draft(PlanBuilder Builder, IReadOnlyList<string> Intents, IReadOnlyList<string> Summaries, double Confidence);

    static Understanding Understand(PlanRequest request, TimeContext context)
    {
        try
        {
            return new Understanding(null, Compose(request, context));
        }
        catch (PlanningStop stop)
        {
            return new Understanding(stop, null);
        }
    }

    static Draft Compose(PlanRequest request, TimeContext context)
    {
        var raw = Tokeniser.Split(request.Message);
        var tokens = Lexicon.Default.Mend(raw, new PeopleReader(raw, request, Lexicon.Default).IsName);
        var people = new PeopleReader(tokens, request, Lexicon.Default);
        var sayings = new Sayings(tokens, Lexicon.Default, people).Find();
        if (sayings.Find(s => s.Doubt is not null) is { } doubtful)
            throw WhereTextEnds(request.Message, tokens, doubtful);
        if (tokens.Count - sayings.Sum(s => s.End - s.Start) - Quotes.Inside(tokens) > MaxAsked)
            throw TooLong(MaxAsked);
        var reader = new MentionReader(new Sentence(request, tokens, context, people, sayings));
        var clauses = ClauseSplitter.Split(tokens, Lexicon.Default, sayings).ConvertAll(c => new Clause(request.Message, tokens, c.First, c.End, reader.Read(c.First, c.End)));
        if (clauses.Count == 1 && Outside.Courtesy(clauses[0]) is not null && !(request.Earlier.Count > 0 && clauses[0].Act("cancel") is not null))
            throw Outside.Greet(clauses[0]);
        // "first archive …, then …": the order in which they stand
        if (clauses.Count > 1 && clauses[0].Mentions is [UnknownMention, ActMention, ..] && clauses[0].Tokens[clauses[0].First].Norm is "first" or "firstly")
            clauses[0] = clauses[0] with { Mentions = [.. clauses[0].Mentions.Skip(1)] };
        clauses.RemoveAll(c => c.Mentions.All(m => m is FillerMention));
        if (clauses.Count == 0)
            throw NotUnderstood(request.Message);
        Taking.Apply(request, clauses);
        Sharing.Apply(clauses);

        var plan = new PlanBuilder(request, context);
        if (request.Earlier.Count > 0 && clauses.Exists(c => c.All<PronounMention>().Any(p => c.Tokens[p.First].Norm is "him" or "her" or "them")))
            plan.Spoken = Utterance.LastNamed(request, context);
        FollowUp.Recall(request, plan, clauses[0]);
        var (intents, summaries, confidence) = (new List<string>(), new List<string>(), 1.0);
        for (var k = 0; k < clauses.Count; k++)
        {
            var clause = clauses[k];
            // "… and tell me how many": what was done is told anyway
            if (k > 0 && clause.Mentions.All(m => m is FillerMention or ActMention { Act: "find" } || m is UnknownMention or PronounMention && Asks(clause) && clause.HasAny("she", "he", "they", "it")))
            {
                if (plan.Messages is null || !Asks(clause))
                    continue;
                // "read Elena's mail and tell me what she needs": what stands in it
                clause = clause with { Mentions = [new ActMention(clause.First, clause.End, "summarise", true), new PronounMention(clause.First, clause.End)] };
            }
            if (Denies(clause))
            {
                // "archive the ads but do not delete anything": what is not wanted is not done
                if (clauses.Count > 1 && (clause.All<NegationMention>().First().First <= clause.All<ActMention>().First().First || clause.All<NegationMention>().Any(n => clause.Tokens[n.First].Norm == "nothing")) && clauses.Exists(c => !c.All<NegationMention>().Any()))
                {
                    plan.Say(clause, clause.First, clause.End, "not done, as you do not want it");
                    continue;
                }
                throw PlanBuilder.Refuse($"You do not want this: “{clause.Whole}”.", NothingToDo, null);
            }
            // "mail that I never replied to": what is denied there describes mail, and no search knows it
            if (clause.All<NegationMention>().Any() && clause.All<ActMention>().Any(a => a.Act != "find"))
                clause = clause with { Mentions = [.. clause.Mentions.Select(m => m is NegationMention ? new UnknownMention(m.First, m.End) : m)] };
            var readings = Frame.All.Select(frame => (Frame: frame, Reading: frame.Read(clause))).Where(f => f.Reading is not null).Select(f => (f.Frame, Reading: f.Reading!)).OrderByDescending(f => f.Reading.Score).ToList();
            if (readings.Count == 0 || readings[0].Reading.Score < Threshold || readings.Count > 1 && readings[0].Reading.Score - readings[1].Reading.Score < Close && readings[0].Reading.Score < 0.7)
                throw Outside.Question(clause) ?? NotUnderstood(clause.Whole);
            var (frame, reading) = readings[0];
            Outside.Check(clause, frame);
            plan.More = k + 1 < clauses.Count;
            var steps = plan.Steps.Count;
            var composed = reading.Compose(plan);
            UnusedActs.Check(clause, frame.Covers(reading.Intent), composed);
            foreach (var reason in clause.All<ReasonMention>())
                plan.Say(clause, reason, "why; nothing else follows from it");
            var proposes = plan.Steps.Skip(steps).Any(s => s.Effect == StepEffect.Propose);
            if (proposes && Reports(clause))
                throw NotUnderstood(clause.Whole);
            confidence = Math.Min(confidence, reading.Score - Leftover.Check(clause, composed, plan, proposes));
            intents.Add(reading.Intent);
            summaries.Add(composed.Summary);
            // who was written to is spoken of, and not whose mail it was
            if (PeopleReader.In(clause.All<RecipientMention>()) is { Count: > 0 } receivers)
                plan.Spoken = receivers;
            else if (PeopleReader.In(clause.Mentions) is { Count: > 0 } named)
                plan.Spoken = named;
        }
        if (plan.Steps.Count == 0)
            throw NotUnderstood(request.Message);
        return new Draft(plan, intents, summaries, confidence);
    }

    static bool Asks(Clause clause) => clause.Norms.Any(w => w is "what" or "why" or "which" or "whether") && !clause.Norms.Any(w => w is "did" or "many" or "much" or "you" or "found" or "done");

    /// <summary>"did anyone reply to my mail?", "was the review moved?": what is asked about is no order.</summary>
    static bool Reports(Clause clause) => clause.Tokens[clause.First].Norm is "did" or "does" or "has" or "was" or "were";

    /// <summary>Whether the verb of a change is denied: "don't archive …", "archive nothing".</summary>
    static bool Denies(Clause clause) => clause.Mentions.FirstOrDefault(m => m is ActMention { Act: not "find" }) is { } act
        && clause.All<NegationMention>().Any(n => n.First <= act.End || clause.Tokens[n.First].Norm == "nothing" || clause.All<ActMention>().Any(a => a.Act != "find" && a.First == n.End && a.Leading));

    /// <summary>The words of a mail may end where another request seems to begin: the person says which it is, in quotation marks.</summary>
    static PlanningStop WhereTextEnds(string message, List<Token> tokens, Saying saying)
    {
        var (start, end) = (tokens[saying.Start].Start, tokens[saying.Doubt!.Value - 1].End);
        var (text, rest) = (message[start..end].Replace('"', '\''), message[end..]);
        var all = message[start..tokens[^1].End].Replace('"', '\'');
        return PlanBuilder.Ask($"Does the text of the mail end after “{text}”?", "text",
        [
            new($"Yes, the text is “{text}”", $"{message[..start]}\"{text}\"{rest}"),
            new("No, all of it is the text", $"{message[..start]}\"{all}\""),
        ]);
    }

    PlanResult Finish(PlanRequest request, Draft draft)
    {
        var steps = draft.Builder.Steps;
        var intents = draft.Intents.Distinct(StringComparer.Ordinal).ToList();
        return new PlanResult
        {
            Outcome = steps.Any(s => s.Effect == StepEffect.Propose) ? PlanOutcome.Propose : PlanOutcome.Answer,
            Plan = new Plan
            {
                Request = request.Message,
                Summary = "I will " + string.Join(", then ", draft.Summaries) + ".",
                Intent = string.Join('+', intents),
                Confidence = Math.Round(Math.Clamp(draft.Confidence, 0, 1), 2),
                Planner = Name,
                Readings = [.. draft.Builder.Readings.OrderBy(r => r.Phrase.Length == 0).ThenBy(r => r.Start)],
                Steps = steps,
            },
        };
    }

    static PlanningStop NotUnderstood(string text) => PlanBuilder.Ask(
        text.Trim().Length is 0 or > 120 ? "I did not understand that. What shall I do?" : $"I am not sure what to do with “{text.Trim()}”. What shall I do?",
        "intent",
        [
            new("Find mail", "find unread mail"),
            new("Archive old promotional mail", "archive promotional mail older than 30 days"),
            new("Find free time", "find a free slot of one hour next week"),
            new("Show my calendar", "what is on my calendar today?"),
        ]);
}
