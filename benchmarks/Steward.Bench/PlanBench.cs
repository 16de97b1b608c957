using System.Diagnostics;
using System.Net.Http.Json;

namespace Steward.Bench;

/// <summary>The built-in planner over the imported mail and its thousands of contacts, asked over HTTP by one client for every request of the evals: everything from request to plan document.</summary>
static class PlanBench
{
    const int WarmUp = 200;

    public static async Task RunAsync(MeasuredSteward steward, Report report)
    {
        var requests = Requests();
        report.Section($"Built-in planner (POST /plans, {requests.Count:#,0} different requests, {MailboxMaker.People:#,0} contacts, one client, HTTP included)");
        foreach (var request in requests.Take(WarmUp))
            await AskAsync(steward, request);
        var times = new List<(double Ms, string Request)>();
        foreach (var request in requests)
        {
            var start = Stopwatch.GetTimestamp();
            await AskAsync(steward, request);
            times.Add((Stopwatch.GetElapsedTime(start).TotalMilliseconds, request));
        }
        report.Add("plan: p50", Report.Percentile([.. times.Select(t => t.Ms)], 0.5), "ms");
        report.Add("plan: p95", Report.Percentile([.. times.Select(t => t.Ms)], 0.95), "ms", 20);
        report.Add("plan: p99", Report.Percentile([.. times.Select(t => t.Ms)], 0.99), "ms");
        report.Add("plan: slowest", times.Max(t => t.Ms), "ms");
    }

    static async Task AskAsync(MeasuredSteward steward, string request)
    {
        using var answer = await steward.Client.PostAsJsonAsync("/api/v1/plans", new { message = request });
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null);
    }

    static List<string> Requests()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Steward.slnx")))
            folder = folder.Parent;
        var table = Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The benchmark does not run inside the repository."), "evals", "requests.tsv");
        return [.. File.ReadLines(table).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')[0])];
    }
}
