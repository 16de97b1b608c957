using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Steward.Providers.Google;
using Steward.Testing;
using Steward.Testing.Google;

namespace Steward.Host.Tests.Accounts;

/// <summary>A class fixture: a Steward whose people have Google accounts, at a server of our own that signs in as Google's documentation says. All that it logs is kept.</summary>
public sealed class GoogleSteward : StewardServer, ILoggerProvider
{
    public GoogleSignInServer SignIn { get; private set; } = null!;

    /// <summary>Everything that was logged, at every level.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    protected override GoogleOptions Google => new() { Client = new(SignIn.ClientId, new(SignIn.ClientSecret)), Server = SignIn.Url };

    protected override void Replace(IServiceCollection services) => services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(this));

    public override async ValueTask InitializeAsync()
    {
        SignIn = await GoogleSignInServer.StartWithApisAsync(TimeProvider.System);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await SignIn.DisposeAsync();
    }

    public void Dispose() => GC.SuppressFinalize(this);

    public ILogger CreateLogger(string categoryName) => new Recorder(Log, categoryName);

    /// <summary>Begins at Steward and consents at Google; what Google gives the browser is not handed on yet.</summary>
    public async Task<(string Code, string State)> ConsentAsync(HttpClient person, string address, object? more = null, params string[] unticked)
    {
        var begun = await person.PostAsJsonAsync("/api/v1/accounts/connections", more ?? new { provider = "google" });
        begun.EnsureSuccessStatusCode();
        return SignIn.Consent(new((await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("authorizationPage").GetString()!), address, unticked);
    }

    public static Task<HttpResponseMessage> FinishAsync(HttpClient person, (string Code, string State) consent) =>
        person.PostAsJsonAsync("/api/v1/accounts/connections/complete", new { state = consent.State, code = consent.Code });

    /// <summary>The whole sign-in, as a person does it.</summary>
    public async Task<JsonElement> ConnectAsync(HttpClient person, string address, object? more = null, params string[] unticked)
    {
        var answer = await FinishAsync(person, await ConsentAsync(person, address, more, unticked));
        Assert.True(answer.IsSuccessStatusCode, $"{await answer.Content.ReadAsStringAsync()}\n{Log.LastOrDefault(line => line.Contains(" Error ", StringComparison.Ordinal))}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static async Task<JsonElement> AccountAsync(HttpClient person, string id) =>
        (await person.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items").EnumerateArray().Single(a => a.GetProperty("id").GetString() == id);

    /// <summary>Where in the whole database one of these stands in clear.</summary>
    public async Task<IReadOnlyList<string>> TablesThatHoldAsync(IReadOnlyCollection<string> words)
    {
        var database = Services.GetRequiredService<NpgsqlDataSource>();
        var tables = new List<string>();
        await using (var all = database.CreateCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"))
        await using (var reader = await all.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }
        var holding = new List<string>();
        foreach (var table in tables)
        {
            await using var any = database.CreateCommand($"SELECT EXISTS (SELECT FROM {table} t, unnest($1::text[]) word WHERE position(word IN t::text) > 0)");
            any.Parameters.Add(new() { Value = words.ToArray() });
            if ((bool)(await any.ExecuteScalarAsync())!)
                holding.Add(table);
        }
        return holding;
    }

    public static async Task UntilAsync(Func<Task<bool>> reached, string what)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!await reached())
        {
            Assert.True(DateTime.UtcNow < deadline, $"It did not come about within half a minute: {what}");
            await Task.Delay(50);
        }
    }

    sealed class Recorder(ConcurrentQueue<string> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{category} {logLevel} {formatter(state, exception)} {exception}");
    }
}
