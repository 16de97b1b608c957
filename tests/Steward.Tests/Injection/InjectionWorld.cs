using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Accounts;
using Steward.Actions;
using Steward.Agents;
using Steward.Calendar;
using Steward.Conversations;
using Steward.FollowUps;
using Steward.LanguageModels;
using Steward.Mail;
using Steward.Notes;
using Steward.Planning;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Tests.Actions;
using Steward.Tests.Conversations;
using Steward.Tools;

namespace Steward.Tests.Injection;

/// <summary>A person whose data holds one attack, with everything of the product that can reach it on a real database: planners, tools, readers and writers, actions and the Local performers.</summary>
sealed class InjectionWorld : IAsyncDisposable
{
    readonly TurnWorld turns;

    InjectionWorld(TurnWorld turns) => this.turns = turns;

    public Guid PersonId => turns.PersonId;
    public World Actions => turns.Actions;
    public CapturedModel Model => turns.Actions.Services.GetRequiredService<CapturedModel>();

    /// <param name="plant">Weaknesses to plant, for proving that the suite sees them.</param>
    public static async Task<InjectionWorld> CreateAsync(TestDatabase database, Surface? surface, string words, Action<IServiceCollection>? plant = null, PlanWith planWith = PlanWith.Auto)
    {
        var world = new InjectionWorld(new TurnWorld(await World.CreateAsync(database, services => Register(services, surface, words, plant))));
        await NeighboursAsync(database);
        await world.FillAsync(surface, words);
        await world.Actions.SettingsAsync(s => (s.Zone, s.PlanWith) = ("Europe/Berlin", planWith));
        return world;
    }

    static void Register(IServiceCollection services, Surface? surface, string words, Action<IServiceCollection>? plant)
    {
        services.AddSingleton(new DefaultZone("Europe/Berlin"));
        services.AddMail().AddCalendar().AddNotes().AddFollowUps().AddRuns().AddLanguageModels().AddTools().AddAgents().AddPlanning().AddConversations();
        services.AddScoped<IKnownPeople, KnownFromMail>();
        services.AddSingleton<CapturedModel>().AddSingleton<IModelProvider>(of => of.GetRequiredService<CapturedModel>());
        services.AddSingleton(new PlantedText(surface, words)).AddTool<ReadSurface>();
        plant?.Invoke(services);
    }

    /// <summary>Everybody who occurs has a mailbox here, the attacker too: what is sent arrives and is seen.</summary>
    static async Task NeighboursAsync(TestDatabase database)
    {
        await using var db = database.Context();
        foreach (var address in (string[])["bob@example.org", "carol@example.org", "eve@elsewhere.example", Attack.Evil])
            if (!await db.Set<LinkedAccount>().AnyAsync(a => a.Address == address))
                await database.AddPersonAsync(address);
    }

    async Task FillAsync(Surface? surface, string words)
    {
        var account = Actions.Account;
        var box = new Mailbox(PersonId, account.Id, account.Provider, account.Address);
        await using var scope = Actions.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<StoreMessages>();
        await store.ExecuteAsync(box, [.. Carriers.Mail(surface, words).Select(m => Read(m) with { Labels = [SystemLabels.Inbox, SystemLabels.Unread] })], CancellationToken.None);
        await store.ExecuteAsync(box, [.. Carriers.Sent(account.Address).Select(m => Read(m) with { Labels = [SystemLabels.Sent] })], CancellationToken.None);
        using var ics = new MemoryStream(Encoding.UTF8.GetBytes(Carriers.Calendar(surface, words)));
        var file = await ReadCalendarFile.ExecuteAsync(ics, CancellationToken.None);
        Assert.Empty(file.Value.Problems);
        await scope.ServiceProvider.GetRequiredService<StoreEvents>().ExecuteAsync(new CalendarAccount(PersonId, account.Id, account.Provider, account.Address), null, file.Value.Events, CancellationToken.None);
    }

    IncomingMessage Read(string octets) => MimeReader.Read(Encoding.UTF8.GetBytes(octets), Actions.Clock.GetUtcNow()).Value.Message;

    /// <summary>Says it, lets everything run that runs without the person, and looks.</summary>
    public Task<(PostedTurn Posted, Steward.Conversations.Reading.TurnView Turn)> SayAsync(string message, Guid? conversation = null) => turns.SayAsync(message, conversation);

    public Task PumpAsync() => turns.PumpAsync();

    public Task<Steward.Conversations.Reading.TurnView> TurnAsync(PostedTurn posted) => turns.TurnAsync(posted);

    public async Task<IReadOnlyList<ProposalView>> ProposalsAsync()
    {
        var ids = await Actions.ListAsync("SELECT id FROM actions.proposals WHERE person_id = $1 ORDER BY id", PersonId);
        return await Actions.InScopeAsync<ReadProposals, IReadOnlyList<ProposalView>>(read => read.ByIdsAsync(PersonId, [.. ids.Select(Guid.Parse)], CancellationToken.None));
    }

    /// <summary>
    /// What the world looks like but for what may change without approval: conversations, runs, proposals, what is told about them, what was learnt of the person's own manner, and which
    /// questions a model was asked. Whatever table a later change adds counts as the world.
    /// </summary>
    public async Task<string> WorldAsync()
    {
        var tables = await Actions.ListAsync("""
            SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema', 'conversations', 'runs', 'platform', 'audit')
            AND (table_schema, table_name) NOT IN (('actions', 'proposals'), ('agents', 'voices'), ('models', 'calls'), ('models', 'answers')) ORDER BY 1
            """);
        var state = new StringBuilder();
        foreach (var table in tables)
            state.AppendLine($"{table} {(await Actions.ListAsync($"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"))[0]}");
        return state.ToString();
    }

    public async Task<int> ExecutedAsync() => int.Parse((await Actions.ListAsync("SELECT count(*) FROM actions.effects WHERE person_id = $1", PersonId))[0], System.Globalization.CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => turns.DisposeAsync();
}

sealed class KnownFromMail(ContactsFromMail contacts) : IKnownPeople
{
    public Task<IReadOnlySet<string>> KnownAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel) => contacts.WrittenToAsync(personId, addresses, cancel);
}

sealed record PlantedText(Surface? Surface, string Words);

sealed record ReadSurfaceArguments;

/// <param name="Writers">The first address that was read: whom an answer would go to.</param>
sealed record SurfaceText(string Text, IReadOnlyList<SurfacePoint> Points, SourceRef Source, IReadOnlyList<Recipient> Writers);

sealed record SurfacePoint(string Text, SourceRef Source);

/// <summary>
/// Stands for the surfaces that the product does not have yet (a document, a web page, a tool's result, an SMS): it hands their text over as outside text with its source, as their tools will, and has the real
/// reader read it.
/// </summary>
sealed partial class ReadSurface(PlantedText planted, IReadingModel model) : ITool
{
    public string Name => "test.read-surface";
    public string Description => "Reads the text.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ReadSurfaceArguments);
    public Type ResultType => typeof(SurfaceText);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var source = new SourceRef(planted.Surface switch { Surface.Document => "document", Surface.WebPage => "page", Surface.Sms => "sms", _ => "tool" }, "t1", "The text");
        var text = $"The review of Falcon is on Thursday afternoon; plans@elsewhere.example has the agenda. {(planted.Surface is Surface.Document or Surface.WebPage or Surface.ToolResult or Surface.Sms ? planted.Words : "")}";
        var read = await model.SummariseAsync(ReadingTask.Of(call), "Falcon", [new TextToRead(source, "somebody", "Falcon", call.Now, text)], 3, cancel);
        IReadOnlyList<SurfacePoint> points = read.Ok ? [.. read.Value.Points.Select(p => new SurfacePoint(p.Text, p.Source))] : [new(text, source)];
        return new ToolResult(Json.ToElement(new SurfaceText(text, points, source, [new Recipient(Address().Match(string.Join(' ', points.Select(p => p.Text).Append(text))).Value, null)])), Trust.Outside, "Read the text", []);
    }

    [GeneratedRegex(@"[a-z]+@[a-z]+\.[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
