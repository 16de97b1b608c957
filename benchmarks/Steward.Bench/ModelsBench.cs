using System.ClientModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenAI;
using OpenAI.Chat;
using Steward.Accounts;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Providers;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Steward.Bench;

/// <summary>
/// What Steward adds to a call of a language model: the gateway beside the provider's own SDK, call by call in turn, against one server on this machine that answers at once. With it the limits under a
/// hundred calls at the same moment, and answers from the cache. PostgreSQL with fsync on.
/// </summary>
static class ModelsBench
{
    const int WarmUp = 200, Calls = 1000, Crowd = 100, Rounds = 10, Affordable = 20;

    public static async Task RunAsync(Report report)
    {
        var folder = Path.Combine(Path.GetTempPath(), "steward-bench-models-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var server = await EngineDatabase.StartServerAsync(folder);
        try
        {
            await using var provider = await AnsweringAtOnce.StartAsync();
            await using var source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync("bench_models", default));
            await new Migrator(source).MigrateAsync(default);
            await using var services = Services(source, provider.Url);
            var gateway = services.GetRequiredService<ModelGateway>();
            report.Section("Language models (one server on this machine that answers at once; PostgreSQL with fsync on)");
            await OverheadAsync(report, provider.Url, gateway, await PersonAsync(source));
            await LimitsAsync(report, gateway, source);
            await CacheAsync(report, gateway, await PersonAsync(source));
        }
        finally
        {
            await server.StopAsync(default);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>"cloud" has a price and is reserved and settled; "local" is free and is recorded.</summary>
    static ServiceProvider Services(NpgsqlDataSource source, Uri url) => new ServiceCollection()
        .AddSingleton(source).AddSingleton(TimeProvider.System).AddSingleton<ILoggerFactory, LoggerFactory>().AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddSingleton(new DefaultZone("UTC"))
        .AddPlatform().AddScoped<PersonSettingsReader>().AddLanguageModels()
        .AddModelProviders(new ModelProviderOptions
        {
            Providers = [("openai", new ProviderAddress("cloud", url, new Secret("sk-bench"), Reach.Anywhere)), ("openai", new ProviderAddress("local", url, null, Reach.ThisMachine))],
        }).BuildServiceProvider();

    static async Task<Guid> PersonAsync(NpgsqlDataSource source, decimal? perDay = null)
    {
        var id = Guid.CreateVersion7();
        await ExecuteAsync(source, "INSERT INTO accounts.people (id, email, normalized_email, display_name, security_stamp, created_at, role) VALUES ($1, $2, $2, 'Bench', 's', now(), 'Member')", id, $"{id:n}@BENCH.EXAMPLE");
        foreach (var (task, route) in new[] { ("Classify", "cloud/m"), ("Extract", "local/m") })
            foreach (var level in new[] { "Light", "Middling", "Complex" })
                await ExecuteAsync(source, "INSERT INTO models.routes VALUES ($1, $2, $3, $4)", id, task, level, new[] { route });
        // Where there is a limit a call costs exactly one cent (100 output tokens at 100 USD a million, input is free); else so little that no plan's hour is reached.
        await ExecuteAsync(source, "INSERT INTO models.prices VALUES ($1, $2, 'cloud', 'm', '2020-01-01', 0, $3)", Guid.CreateVersion7(), id, perDay is null ? 1m : 100m);
        await ExecuteAsync(source, "INSERT INTO models.choices (person_id, tier, local_only, per_day, per_hour, version) VALUES ($1, 'enterprise', false, $2, 10000, 1)", id, perDay ?? 10_000m);
        return id;
    }

    static async Task OverheadAsync(Report report, Uri url, ModelGateway gateway, Guid person)
    {
        var bare = new OpenAIClient(new ApiKeyCredential("sk-bench"), new OpenAIClientOptions { Endpoint = url }).GetChatClient("m");
        var (alone, cloud, local) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = -WarmUp; i < Calls; i++)
        {
            var text = $"question {i}";
            var sdk = await TimeAsync(() => bare.CompleteChatAsync([new UserChatMessage(text)], new ChatCompletionOptions { MaxOutputTokenCount = 100 }));
            var priced = await TimeAsync(() => AskAsync(gateway, Call(person, ModelTask.Classify, text)));
            var free = await TimeAsync(() => AskAsync(gateway, Call(person, ModelTask.Extract, text)));
            if (i < 0)
                continue;
            alone.Add(sdk);
            cloud.Add(priced - sdk);
            local.Add(free - sdk);
        }
        report.Add("models: the provider's SDK alone: p50", Report.Percentile(alone, 0.5), "ms");
        report.Add("models: the provider's SDK alone: p95", Report.Percentile(alone, 0.95), "ms");
        report.Add("models: added to a priced call: p50", Report.Percentile(cloud, 0.5), "ms");
        report.Add("models: added to a priced call: p95", Report.Percentile(cloud, 0.95), "ms", 5);
        report.Add("models: added to a free call: p50", Report.Percentile(local, 0.5), "ms");
        report.Add("models: added to a free call: p95", Report.Percentile(local, 0.95), "ms", 5);
    }

    /// <summary>A hundred calls of one person at the same moment, of which their limit allows twenty; again and again, each time another person.</summary>
    static async Task LimitsAsync(Report report, ModelGateway gateway, NpgsqlDataSource source)
    {
        var (times, overshoots) = (new List<double>(), 0);
        var rounds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var person = await PersonAsync(source, Affordable * 0.01m);
            var answered = 0;
            var began = Stopwatch.GetTimestamp();
            times.AddRange(await Task.WhenAll(Enumerable.Range(0, Crowd).Select(i => Task.Run(() => TimeAsync(async () =>
            {
                if ((await gateway.AskAsync(Call(person, ModelTask.Classify, $"at once {i}"), default)).Ok)
                    Interlocked.Increment(ref answered);
            })))));
            rounds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await using var command = source.CreateCommand("SELECT coalesce(sum(charged), 0) FROM models.calls WHERE person_id = $1");
            command.Parameters.AddWithValue(person);
            if ((decimal)(await command.ExecuteScalarAsync())! > Affordable * 0.01m || answered != Affordable)
                overshoots++;
        }
        report.Add($"models: limits overshot in {Rounds} rounds of {Crowd} calls at once", overshoots, "rounds", 0);
        report.Add($"models: {Crowd} calls at once, of which {Affordable} are allowed: all", Report.Percentile(rounds, 0.5), "ms");
        report.Add($"models: {Crowd} calls at once: one, p95", Report.Percentile(times, 0.95), "ms");
    }

    static async Task CacheAsync(Report report, ModelGateway gateway, Guid person)
    {
        var call = Call(person, ModelTask.Classify, "the same again") with { Cacheable = true };
        var times = new List<double>();
        for (var i = -WarmUp; i < Calls; i++)
        {
            var time = await TimeAsync(async () =>
            {
                if (!(await AskAsync(gateway, call)).Cached && i > -WarmUp)
                    throw new InvalidOperationException("An answer did not come from the cache.");
            });
            if (i >= 0)
                times.Add(time);
        }
        report.Add("models: answer from the cache: p50", Report.Percentile(times, 0.5), "ms");
        report.Add("models: answer from the cache: p95", Report.Percentile(times, 0.95), "ms", 2);
    }

    static ModelCall Call(Guid person, ModelTask task, string text) => new() { PersonId = person, Task = task, Messages = [new ChatMessage(ChatRole.User, text)], MaxOutputTokens = 100 };

    static async Task<ModelAnswer> AskAsync(ModelGateway gateway, ModelCall call) =>
        await gateway.AskAsync(call, default) is { Ok: true } answer ? answer.Value : throw new InvalidOperationException("A call failed.");

    static async Task<double> TimeAsync(Func<Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    static async Task ExecuteAsync(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Speaks as much of OpenAI's protocol as is asked here.</summary>
    sealed class AnsweringAtOnce(WebApplication app) : IAsyncDisposable
    {
        const string Answer = """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"promotion"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":100,"total_tokens":110}}""";

        public Uri Url => new(new Uri(app.Urls.First()), "/v1");

        public static async Task<AnsweringAtOnce> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.MapGet("/v1/models", () => Results.Text("""{"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"bench"}]}""", "application/json"));
            app.MapPost("/v1/chat/completions", async (HttpRequest request) =>
            {
                await request.Body.CopyToAsync(Stream.Null);
                return Results.Text(Answer, "application/json");
            });
            await app.StartAsync();
            return new AnsweringAtOnce(app);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
