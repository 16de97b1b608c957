using System.Diagnostics;
using System.Net.Http.Json;

namespace Steward.Bench;

/// <summary>The built-in planner, asked over HTTP by one client: everything from request to plan document.</summary>
static class PlanBench
{
    public static async Task RunAsync(MeasuredSteward steward, Report report)
    {
        report.Section("Built-in planner (POST /plans, one client, HTTP included)");
        string[] requests =
        [
            "Archive all promotional emails older than 30 days", "find unread mail from Sarah", "Summarise all mail about the budget and draft a reply",
            "find a free slot next week for a 2 hour workshop", "Schedule a meeting with everyone who mailed about the launch", "what is the meaning of this",
        ];
        var times = new List<double>();
        for (var i = 0; i < 600; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await steward.Client.PostAsJsonAsync("/api/v1/plans", new { message = requests[i % requests.Length] });
            answer.EnsureSuccessStatusCode();
            await answer.Content.CopyToAsync(Stream.Null);
            if (i >= 60)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        report.Add("plan: p50", Report.Percentile(times, 0.5), "ms");
        report.Add("plan: p95", Report.Percentile(times, 0.95), "ms", 50);
    }
}
