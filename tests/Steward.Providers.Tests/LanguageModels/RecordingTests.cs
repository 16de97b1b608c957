using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Agents;
using Steward.Calendar;
using Steward.LanguageModels;
using Steward.Mail;
using Steward.Notes;
using Steward.Planning;
using Steward.Platform;
using Steward.Providers.Recording;
using Steward.Testing;
using Steward.Tools;

namespace Steward.Providers.Tests.LanguageModels;

/// <summary>What goes to models is recorded as it goes over the wire, without secrets, and the recording answers in the place of the provider.</summary>
public sealed class RecordingTests(ModelPeer peer, TestDatabase database) : IClassFixture<ModelPeer>, IClassFixture<TestDatabase>
{
    const string Key = "sk-secret-0123456789";

    static readonly AIFunctionDeclaration SearchMail = AIFunctionFactory.CreateDeclaration("search_mail", "Searches the mail.", JsonElement.Parse("""{"type":"object","properties":{"query":{"type":"string"}}}"""));

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["ollama", "openai", "anthropic"];

    ServiceProvider Live(string kind, bool record = true) => Services(new ModelProviderOptions
    {
        Record = record, Providers = [(kind, new ProviderAddress("it", new Uri(peer.Url, kind == "openai" ? "/v1" : ""), new Secret(Key), Reach.ThisMachine))],
    });

    /// <summary>The same Steward with nothing to connect to.</summary>
    ServiceProvider Replayed(IEnumerable<string> lines, out ModelReplay replay)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, lines);
            replay = ModelReplay.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
        return Services(new ModelProviderOptions { Replay = replay });
    }

    ServiceProvider Services(ModelProviderOptions options) => database.Services(s =>
    {
        s.AddSingleton(new DefaultZone("UTC"));
        s.AddScoped<PersonSettingsReader>();
        s.AddMail().AddCalendar().AddNotes().AddTools().AddAgents().AddPlanning();
        s.AddLanguageModels(options.Record).AddModelProviders(options);
    }, TimeProvider.System);

    static ModelCall Call(Guid person, string text) => new() { PersonId = person, Task = ModelTask.Classify, Messages = [new(ChatRole.System, "You are terse."), new(ChatRole.User, text)], MaxOutputTokens = 64 };

    async Task<Guid> PersonAsync(string? model = null)
    {
        var (person, _) = await database.AddPersonAsync();
        foreach (var (task, level) in from t in (string[])["Classify", "Plan"] from l in (string[])["Light", "Middling", "Complex"] select (t, l))
            await ExecuteAsync("INSERT INTO models.routes VALUES ($1, $2, $3, $4)", person, task, level, new[] { $"it/{model ?? "m"}" });
        return person;
    }

    async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    async Task<IReadOnlyList<string>> RecordedAsync(Guid person)
    {
        await using var command = database.Source.CreateCommand("SELECT exchange FROM models.recordings WHERE person_id = $1 ORDER BY at, id");
        command.Parameters.AddWithValue(person);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancel))
            lines.Add(reader.GetString(0));
        return lines;
    }

    /// <summary>An answer that is left before its end is stored beside whoever left it.</summary>
    async Task<IReadOnlyList<string>> RecordedAsync(Guid person, int atLeast)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            if (await RecordedAsync(person) is var lines && lines.Count >= atLeast)
                return lines;
            await Task.Yield();
        }
    }

    /// <summary>The model that everybody has is called as routes name it; a local provider is asked for its list, which the stand-in makes up.</summary>
    static async Task<string> ModelAsync(IServiceProvider services) => (await services.GetServices<IModelProvider>().Single().ListModelsAsync(Cancel))[0].Id;

    /// <summary>Everything that can come back, told in one line each.</summary>
    static async Task<IReadOnlyList<string>> TalkAsync(IServiceProvider services, Guid person)
    {
        var gateway = services.GetRequiredService<ModelGateway>();
        var told = new List<string>();
        foreach (var (text, streamed, tools) in new[]
        {
            ("please say hello", false, false), ("please say hello", true, false), ("schöne Grüße 🦊", true, false), ("call the tool", false, true), ("call two tools", true, true),
            ("say much", false, false), ("malformed", false, false), ("rate limited", false, false), ("cut stream", true, false),
        })
        {
            var call = Call(person, text) with { Tools = tools ? [SearchMail] : [] };
            var parts = streamed ? await gateway.StreamAsync(call, Cancel).ToListAsync(Cancel) : null;
            var (answer, error) = parts is null ? await gateway.AskAsync(call, Cancel) is var result && result.Ok ? (result.Value, null) : (null, result.Error) : (parts[^1].Answer, parts[^1].Error);
            told.Add($"{text}: {string.Join('|', parts?.Select(p => p.Text) ?? [])} {answer?.Text} {answer?.Usage} {answer?.CutShort} {string.Join(',', answer?.ToolCalls.Select(c => c.Name + JsonSerializer.Serialize(c.Arguments)) ?? [])} {error?.Code} {error?.Detail}");
        }
        return told;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_recording_answers_as_the_provider_did_with_its_streams_tools_usage_and_faults(string kind)
    {
        IReadOnlyList<string> lines, first;
        Guid person;
        await using (var live = Live(kind))
        {
            person = await PersonAsync(await ModelAsync(live));
            first = await TalkAsync(live, person);
            lines = await RecordedAsync(person, first.Count);
        }
        Assert.Equal(first.Count, lines.Count);
        var exchanges = lines.Select(l => JsonSerializer.Deserialize<ModelExchange>(l, Json.Options)!).ToList();
        Assert.Contains(exchanges, e => e.Status == 429 && e.RetryAfter == "7");
        Assert.Contains(exchanges, e => e.Ending == ModelEnding.BrokeOff || e.Chunks.Count > 0 && kind == "ollama");
        Assert.All(exchanges, e => Assert.True(e.Milliseconds > 0 && e.Chunks.Zip(e.Chunks.Skip(1)).All(c => c.First.After <= c.Second.After), e.ToString()));
        Assert.True(exchanges[1].Chunks.Count > 3);

        await using var replayed = Replayed(lines, out var replay);
        Assert.Equal(first, await TalkAsync(replayed, person));
        Assert.Equal(0, replay.Left);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_secret_is_in_a_recording_wherever_it_stood(string kind)
    {
        string[] secrets = [Key, "ghp_0123456789abcdefABCDEF012345", "abcdefghijklmnop.qrstuvwxyz-12", "AKIAIOSFODNN7EXAMPLE", "hunter2hunter2", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "ya29.a0AfH6SMBx-12345", "s3cr3t-pass", "0123456789abcdef0123456789abcdef0123456789abcdef"];
        await using var live = Live(kind);
        var person = await PersonAsync(await ModelAsync(live));
        var gateway = live.GetRequiredService<ModelGateway>();
        var text = $"echo secrets: {secrets[0]}, AWS {secrets[3]}, my password is {secrets[4]}, a JWT {secrets[5]} and {{\"access_token\":\"{secrets[6]}\"}} at https://me:{secrets[7]}@host.example/?api_key={secrets[8]}. Grüße";
        await gateway.AskAsync(Call(person, text), Cancel);
        await gateway.StreamAsync(Call(person, text), Cancel).ToListAsync(Cancel); // three letters an event: no key is whole in any of them
        var all = string.Join('\n', await RecordedAsync(person, 2));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("authorization", all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("x-api-key", all, StringComparison.OrdinalIgnoreCase);
        foreach (var exchange in all.Split('\n').Select(l => JsonSerializer.Deserialize<ModelExchange>(l, Json.Options)!))
        {
            Assert.Contains("echo secrets", exchange.Request.GetRawText(), StringComparison.Ordinal); // what is no secret stays
            var pieces = string.Concat(exchange.Chunks.SelectMany(c => Texts(c.Text)));
            Assert.Contains("that is all.", pieces, StringComparison.Ordinal);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, pieces, StringComparison.Ordinal));
        }

        // What was taken out does not keep the recording from answering.
        await using var replayed = Replayed(all.Split('\n'), out _);
        Assert.Contains("[removed]", (await replayed.GetRequiredService<ModelGateway>().AskAsync(Call(person, text), Cancel)).Value.Text, StringComparison.Ordinal);
    }

    static IEnumerable<string> Texts(string line)
    {
        var at = line.IndexOf('{', StringComparison.Ordinal);
        return at < 0 ? [] : Strings(JsonElement.Parse(line[at..]));

        static IEnumerable<string> Strings(JsonElement node) => node.ValueKind switch
        {
            JsonValueKind.Object => node.EnumerateObject().SelectMany(m => Strings(m.Value)),
            JsonValueKind.Array => node.EnumerateArray().SelectMany(Strings),
            JsonValueKind.String => [node.GetString()!],
            _ => [],
        };
    }

    [Fact]
    public async Task A_request_that_was_not_recorded_is_refused_and_the_first_difference_is_named()
    {
        await using var live = Live("openai");
        var person = await PersonAsync(await ModelAsync(live));
        await live.GetRequiredService<ModelGateway>().AskAsync(Call(person, "please say hello to Anna at nine"), Cancel);
        await using var replayed = Replayed(await RecordedAsync(person), out var replay);
        var gateway = replayed.GetRequiredService<ModelGateway>();

        var error = (await gateway.AskAsync(Call(person, "please say hello to Anna at ten"), Cancel)).Error!;
        Assert.Contains("messages[1].content, character 29: recorded “…se say hello to Anna at nine”, now “…se say hello to Anna at ten”", error.Detail, StringComparison.Ordinal);
        Assert.Contains("max_tokens: recorded 64, now 65", (await gateway.AskAsync(Call(person, "please say hello to Anna at nine") with { MaxOutputTokens = 65 }, Cancel)).Error!.Detail, StringComparison.Ordinal);
        Assert.Equal(1, replay.Left);
        Assert.True((await gateway.AskAsync(Call(person, "please say hello to Anna at nine"), Cancel)).Ok);
        Assert.Contains("holds no further request", (await gateway.AskAsync(Call(person, "please say hello to Anna at nine"), Cancel)).Error!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_a_model_made_and_mended_is_made_again_out_of_its_recording()
    {
        IReadOnlyList<string> lines;
        PlanResult planned;
        Guid person;
        await using (var live = Live("openai"))
        {
            person = await PersonAsync(await ModelAsync(live));
            planned = await PlanAsync(live, person);
            lines = await RecordedAsync(person);
        }
        Assert.Equal(("mail.search", "I will look for wobbly numbers."), (Assert.Single(planned.Plan!.Steps).Tool, planned.Plan.Summary));
        Assert.Equal(2, lines.Count); // the first answer named a tool that is not there, and was sent back
        await using var replayed = Replayed(lines, out var replay);
        Assert.Equal(Json.ToElement(planned).GetRawText(), Json.ToElement(await PlanAsync(replayed, person)).GetRawText());
        Assert.Equal(0, replay.Left);
    }

    static async Task<PlanResult> PlanAsync(IServiceProvider services, Guid person) => await services.GetRequiredService<IPlanner>().PlanAsync(new PlanRequest
    {
        PersonId = person, Message = "frobnicate the wobbly numbers", Now = new DateTimeOffset(2026, 11, 18, 9, 0, 0, TimeSpan.Zero), Accounts = [], Contacts = new Nobody(),
        Settings = new PersonSettings { PersonId = person, Zone = "Europe/Berlin" },
    }, Cancel);

    [Fact]
    public async Task Nothing_is_recorded_unless_it_was_switched_on()
    {
        await using var live = Live("openai", record: false);
        var person = await PersonAsync(await ModelAsync(live));
        Assert.True((await live.GetRequiredService<ModelGateway>().AskAsync(Call(person, "please say hello"), Cancel)).Ok);
        Assert.Empty(await RecordedAsync(person));
    }

    [Theory]
    [InlineData("not json", "line 1: this is no recorded exchange")]
    [InlineData("""{"version":9,"at":"2026-11-20T09:00:00Z","provider":"p","kind":"openai","local":true,"baseUrl":"http://h/","path":"x","request":{}}""", "line 1: this version of a recording is not known")]
    public void A_file_that_is_no_recording_is_refused_at_the_start(string line, string reason) => Assert.Contains(reason, Assert.Throws<FormatException>(() => Replayed([line], out _)).Message, StringComparison.Ordinal);

    sealed class Nobody : IContacts
    {
        public IReadOnlyList<Contact> Find(string name, int limit = 10) => [];

        public IReadOnlyList<Contact> WithRole(string role) => [];
    }
}
