using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Steward.Accounts;
using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Calendar;
using Steward.Conversations;
using Steward.Conversations.Reading;
using Steward.LanguageModels;
using Steward.Mail;
using Steward.Planning;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Tests.Actions;
using Steward.Tools;
using Steward.Tools.Proposing;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Tests.Conversations;

/// <summary>Conversations, runs, tools and actions on a real database, with a scripted planner and a double of the outside. Nothing runs by itself: <see cref="PumpAsync"/> does.</summary>
sealed class TurnWorld(World inner) : IAsyncDisposable
{
    public Guid PersonId => inner.PersonId;
    public World Actions => inner;
    public ScriptedPlanner Planner => inner.Services.GetRequiredService<ScriptedPlanner>();
    public Things Things => inner.Services.GetRequiredService<Things>();

    public static async Task<TurnWorld> CreateAsync(TestDatabase database)
    {
        var world = new TurnWorld(await World.CreateAsync(database, Register));
        world.Things.Outside = world.Actions.Outside;
        return world;
    }

    static void Register(IServiceCollection services)
    {
        services.AddSingleton(new DefaultZone("Europe/Berlin"));
        services.AddMail().AddCalendar().AddRuns().AddLanguageModels().AddTools().AddConversations();
        services.AddTool<ListThings>().AddTool<ProposeText>().AddSingleton<Things>();
        services.AddSingleton<ScriptedPlanner>().AddSingleton<IPlanner>(of => of.GetRequiredService<ScriptedPlanner>()).AddSingleton<PlanValidation>();
    }

    public Task<Result<PostedTurn>> PostAsync(string message, Guid? conversation = null, Guid? turn = null, Guid? person = null) => Actions.InScopeAsync<PostTurn, Result<PostedTurn>>(
        post => post.ExecuteAsync(person ?? PersonId, new PostTurnInput(turn ?? Guid.NewGuid(), conversation, message), CancellationToken.None));

    /// <summary>Advances runs, delivers messages and executes what is approved until nothing is left to do.</summary>
    public async Task PumpAsync()
    {
        var services = Actions.Services;
        var (store, loop, catalogue) = (services.GetRequiredService<ICheckpointStore>(), services.GetRequiredService<RunLoop>(), services.GetRequiredService<WorkflowCatalogue>());
        var dispatcher = services.GetServices<IHostedService>().OfType<OutboxDispatcher>().Single();
        bool busy;
        do
        {
            busy = false;
            foreach (var lease in await store.ClaimAsync(new ClaimRequest("test", catalogue.Known, 10, Actions.Clock.GetUtcNow(), TimeSpan.FromSeconds(30)), CancellationToken.None))
            {
                using var control = new RunControl(CancellationToken.None);
                await loop.RunAsync(lease, catalogue.Find(lease.Workflow, lease.Version)!, control);
                busy = true;
            }
            await Actions.DrainAsync();
            while (await dispatcher.DeliverOneAsync(CancellationToken.None))
                busy = true;
        }
        while (busy);
    }

    public async Task<TurnView> TurnAsync(PostedTurn posted) =>
        (await Actions.InScopeAsync<GetConversation, Result<ConversationView>>(get => get.ExecuteAsync(PersonId, posted.ConversationId, CancellationToken.None))).Value.Turns.Single(t => t.Id == posted.TurnId);

    /// <summary>Posts, runs as far as it goes without the person, and looks.</summary>
    public async Task<(PostedTurn Posted, TurnView Turn)> SayAsync(string message, Guid? conversation = null)
    {
        var posted = (await PostAsync(message, conversation)).Value;
        await PumpAsync();
        return (posted, await TurnAsync(posted));
    }

    public Task<IReadOnlyList<ProposalView>> ProposalsAsync(PostedTurn posted) => Actions.InScopeAsync<ReadProposals, IReadOnlyList<ProposalView>>(
        read => read.ByRunAsync(PersonId, posted.RunId!.Value, null, CancellationToken.None));

    /// <summary>Types of the live events about a conversation, in order.</summary>
    public Task<List<string>> EventsAsync(Guid conversation) =>
        Actions.ListAsync("SELECT type || coalesce(' ' || (data->>'stepId'), '') || coalesce(' ' || (data->>'state'), '') FROM platform.live_events WHERE subject_id = $1 ORDER BY seq", conversation);

    public ValueTask DisposeAsync() => Actions.DisposeAsync();
}

/// <summary>Answers as the test says.</summary>
sealed class ScriptedPlanner : IPlanner
{
    public Func<PlanRequest, PlanResult> Script { get; set; } = _ => throw new InvalidOperationException("The test has no script.");
    public List<PlanRequest> Requests { get; } = [];
    public string Name => "scripted";

    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancel)
    {
        Requests.Add(request);
        return Task.FromResult(Script(request));
    }

    /// <summary>Plans "list, then write a text into each thing" whatever is said.</summary>
    public void WriteIntoEach(int things, string text) => Script = request => Of(request.Message,
        new PlanStep { Id = "s1", Tool = "test.things", Title = "Find things", Effect = StepEffect.Read, Arguments = new Dictionary<string, JsonElement> { ["count"] = Json.ToElement(things) } },
        new PlanStep
        {
            Id = "s2", Tool = "test.propose-text", Title = "Write into each", Effect = StepEffect.Propose, ActionKind = SetTextKind.KindName, ForEach = "s1.things",
            Arguments = new Dictionary<string, JsonElement> { ["thing"] = PlanReference.To("item.id"), ["text"] = Json.ToElement(text) },
        });

    public static PlanResult Of(string request, params PlanStep[] steps) => new()
    {
        Outcome = steps.Any(s => s.Effect == StepEffect.Propose) ? PlanOutcome.Propose : PlanOutcome.Answer,
        Plan = new Plan { Request = request, Summary = "A plan", Intent = "test", Confidence = 1, Planner = "scripted", Readings = [], Steps = steps },
    };
}

/// <summary>The same things at every call, as a mailbox would have.</summary>
sealed class Things
{
    readonly List<string> ids = [];

    public Outside Outside { get; set; } = null!;
    public Func<Task> BeforeListing { get; set; } = () => Task.CompletedTask;

    public IReadOnlyList<string> First(int count)
    {
        while (ids.Count < count)
            ids.Add(Outside.Add("before"));
        return ids[..count];
    }
}

sealed record ListThingsArguments(int Count);

sealed record FoundThings(IReadOnlyList<FoundThing> Things, int Total);

sealed record FoundThing(string Id, string Subject);

sealed class ListThings(Things things) : ITool
{
    public string Name => "test.things";
    public string Description => "Lists things.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ListThingsArguments);
    public Type ResultType => typeof(FoundThings);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        await things.BeforeListing();
        var count = ((ListThingsArguments)call.Arguments).Count;
        if (count < 0)
            return Error.Refused("negative", "There cannot be fewer than no things.");
        var found = things.First(count).Select(id => new FoundThing(id, $"Thing {id[..4]}")).ToList();
        return new ToolResult(Json.ToElement(new FoundThings(found, count)), Trust.Outside, count == 0 ? "Found no thing" : $"Found {count} things", []);
    }
}

sealed record ProposeTextArguments(string Thing, string Text);

sealed class ProposeText(StewardDbContext db) : ITool
{
    public string Name => "test.propose-text";
    public string Description => "Proposes a text.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => SetTextKind.KindName;
    public Type ArgumentsType => typeof(ProposeTextArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeTextArguments)call.Arguments;
        var account = await db.Set<LinkedAccount>().FirstAsync(a => a.PersonId == call.PersonId, cancel);
        return Drafts.Of(call, account.Id, SetTextKind.KindName, new SetText(arguments.Thing, arguments.Text), arguments.Thing, "Proposes a text", new SourceRef("thing", arguments.Thing));
    }
}
