using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Accounts;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.LanguageModels;

/// <summary>A gateway on a real database, with scripted providers, and one person.</summary>
sealed class ModelWorld : IAsyncDisposable
{
    readonly TestDatabase database;

    ModelWorld(TestDatabase database, ManualClock clock, ServiceProvider services, Guid person)
    {
        this.database = database;
        Clock = clock;
        Services = services;
        Person = person;
    }

    public ServiceProvider Services { get; }
    public ManualClock Clock { get; }
    public Guid Person { get; }
    public ModelGateway Gateway => Services.GetRequiredService<ModelGateway>();

    public static async Task<ModelWorld> NewAsync(TestDatabase database, params IModelProvider[] providers)
    {
        var (person, _) = await database.AddPersonAsync();
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        var services = database.Services(s =>
        {
            s.AddScoped<PersonSettingsReader>().AddSingleton(new DefaultZone("UTC")).AddLanguageModels();
            foreach (var provider in providers)
                s.AddModelProvider(provider);
        }, clock);
        return new ModelWorld(database, clock, services, person);
    }

    public ModelCall Call(string text = "hello", ModelTask task = ModelTask.Classify) =>
        new() { PersonId = Person, Task = task, Messages = [new ChatMessage(ChatRole.User, text)], MaxOutputTokens = 100 };

    public async Task<Result<ModelAnswer>> AskAsync(ModelCall? call = null) => await Gateway.AskAsync(call ?? Call(), TestContext.Current.CancellationToken);

    /// <summary>Routes of the person: the candidates for every level of the task.</summary>
    public async Task RouteAsync(ModelTask task, params string[] candidates)
    {
        foreach (var level in new[] { "Light", "Middling", "Complex" })
            await ExecuteAsync("INSERT INTO models.routes VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, task, level) DO UPDATE SET candidates = excluded.candidates", Person, task.ToString(), level, candidates);
        await ChooseAsync("version = c.version + 1");
    }

    public Task ChooseAsync(string set) =>
        ExecuteAsync($"INSERT INTO models.choices AS c (person_id, tier, local_only, version) VALUES ($1, 'free', false, 1) ON CONFLICT (person_id) DO NOTHING", Person)
            .ContinueWith(_ => ExecuteAsync($"UPDATE models.choices c SET {set} WHERE person_id = $1", Person), TaskScheduler.Default).Unwrap();

    public Task PriceAsync(string provider, string model, decimal input, decimal output) =>
        ExecuteAsync("INSERT INTO models.prices VALUES ($1, $2, $3, $4, '2020-01-01', $5, $6)", Guid.NewGuid(), Person, provider, model, input, output);

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, [Person, .. values]);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The states of the person's calls, oldest first.</summary>
    public async Task<IReadOnlyList<(string State, string Provider, decimal Charged)>> CallsAsync()
    {
        await using var command = Command("SELECT state, provider, charged FROM models.calls WHERE person_id = $1 ORDER BY started_at, xmin::text::bigint", Person); // time stands still here: what was written first
        await using var reader = await command.ExecuteReaderAsync();
        var calls = new List<(string, string, decimal)>();
        while (await reader.ReadAsync())
            calls.Add((reader.GetString(0), reader.GetString(1), reader.GetDecimal(2)));
        return calls;
    }

    NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return command;
    }

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
