using System.Diagnostics;
using System.Text.Json;

namespace Steward.Bench;

/// <summary>LangGraph.js with its PostgreSQL checkpointer, durability "sync", in one Node process that stays for the whole benchmark.</summary>
sealed class EngineLangGraph : IEngineContender, IAsyncDisposable
{
    readonly Process process;

    EngineLangGraph(Process process, EngineDatabase database)
    {
        this.process = process;
        Database = database;
    }

    public string Name => "LangGraph.js";
    public Process Process => process;
    public EngineDatabase Database { get; }

    public static async Task<EngineLangGraph> StartAsync(EngineDatabase database)
    {
        var folder = Path.Combine(Root(), "benchmarks", "peers", "langgraph");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            using var install = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = folder })!;
            await install.WaitForExitAsync();
            if (install.ExitCode != 0)
                throw new InvalidOperationException("LangGraph.js could not be installed by npm ci.");
        }
        var start = new ProcessStartInfo("node", ["driver.js"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PEER_DATABASE"] = database.Uri;
        var peer = new EngineLangGraph(Process.Start(start)!, database);
        await peer.ReadAsync();
        return peer;
    }

    public async Task WarmUpAsync()
    {
        await RunAsync(EngineCase.Small, 8, 200);
        await RunAsync(EngineCase.LargeRewritten, 8, 50);
    }

    public async Task<EngineSample> RunAsync(EngineCase kase, int concurrency, int runs)
    {
        var result = await AskAsync(new { command = "run", kase, concurrency, runs });
        return new EngineSample(result.GetProperty("seconds").GetDouble(), runs, Numbers(result, "steps"));
    }

    public async Task<List<double>> ChatAsync(int turns, int bytes) => Numbers(await AskAsync(new { command = "chat", turns, bytes }), "times");

    public async Task<EngineAnswers> AnswersAsync(int trials, int clicks, int bytes)
    {
        var result = await AskAsync(new { command = "answers", trials, clicks, bytes });
        return new EngineAnswers(Numbers(result, "latencies"), result.GetProperty("rerun").GetInt32(), result.GetProperty("doubled").GetInt32());
    }

    static List<double> Numbers(JsonElement result, string name) => [.. result.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    async Task<JsonElement> AskAsync(object command)
    {
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command, JsonSerializerOptions.Web));
        await process.StandardInput.FlushAsync();
        return await ReadAsync();
    }

    async Task<JsonElement> ReadAsync() => JsonElement.Parse(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("LangGraph.js ended; its output above says why."));

    static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Steward.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The repository was not found above the benchmark.");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

/// <param name="LatencyMs">From the answer to the beginning of the next node.</param>
/// <param name="Rerun">Runs in which the code before the question ran more than once.</param>
/// <param name="Doubled">Runs in which the node after the question ran more than once.</param>
sealed record EngineAnswers(List<double> LatencyMs, int Rerun, int Doubled);
