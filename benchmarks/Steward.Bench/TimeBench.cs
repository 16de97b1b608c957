using System.Diagnostics;
using System.Net.Http.Json;
using Steward.Planning;

namespace Steward.Bench;

/// <summary>Time expressions: the resolver by itself on sentences of many kinds, a text as long as it takes, and the route by one client.</summary>
static class TimeBench
{
    static readonly string[] Sentences =
    [
        "Could we meet on Friday at 3pm, or else between Monday and Wednesday next week?", "archive everything older than 30 days", "lunch tomorrow at noon for 90 minutes",
        "send me the numbers by the end of the quarter", "every other Tuesday at 9:30 until June except 24 December", "the first Monday of next month, 2-3 PM ET",
        "we talked about it in the third week of October and again two days before Thanksgiving", "I'm away from Dec 28 to Jan 3, back on the 4th in the afternoon",
        "thanks for the draft, I have no remarks and think that it can go out as it stands", "remind me in two and a half hours",
    ];

    public static async Task RunAsync(MeasuredSteward steward, Report report)
    {
        report.Section("Time expressions");
        var resolver = new TimeResolver(TimeProvider.System);
        var times = new List<double>();
        for (var i = 0; i < 20_000; i++)
        {
            var start = Stopwatch.GetTimestamp();
            resolver.Resolve(new TimeQuestion(Sentences[i % Sentences.Length], "2026-11-18T09:00:00Z", "Europe/Berlin"));
            if (i >= 4_000)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        report.Add("time: p50 of a sentence, resolver alone", Report.Percentile(times, 0.5), "ms");
        report.Add("time: p95 of a sentence, resolver alone", Report.Percentile(times, 0.95), "ms", 2);

        var longest = string.Join(' ', Enumerable.Repeat(string.Join(' ', Sentences), 20))[..TimeResolver.MaxText];
        var whole = new List<double>();
        for (var i = 0; i < 60; i++)
        {
            var start = Stopwatch.GetTimestamp();
            resolver.Resolve(new TimeQuestion(longest, "2026-11-18T09:00:00Z", "Europe/Berlin"));
            if (i >= 10)
                whole.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        report.Add($"time: p95 of {TimeResolver.MaxText} characters", Report.Percentile(whole, 0.95), "ms", 50);

        var asked = new List<double>();
        for (var i = 0; i < 600; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await steward.Client.PostAsJsonAsync("/api/v1/time/resolve", new { text = Sentences[i % Sentences.Length], zone = "Europe/Berlin" });
            answer.EnsureSuccessStatusCode();
            await answer.Content.CopyToAsync(Stream.Null);
            if (i >= 60)
                asked.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        report.Add("time: p95 over HTTP, one client", Report.Percentile(asked, 0.95), "ms");
    }
}
