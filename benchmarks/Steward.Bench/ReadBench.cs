using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Steward.Bench;

/// <summary>The main read endpoints under 50 clients at once, each asking again as soon as it is answered.</summary>
static class ReadBench
{
    public static async Task RunAsync(MeasuredSteward steward, Report report, int clients, int seconds)
    {
        report.Section($"Read endpoints ({clients} clients)");
        var threads = (await steward.Client.GetFromJsonAsync<JsonElement>("/api/v1/mail/threads?limit=50")).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetGuid()).ToList();
        var paths = new (string Name, Func<Random, string> Path)[]
        {
            ("health (floor: no database row)", _ => "/api/v1/auth/me"),
            ("mail/threads, first page of the inbox", _ => "/api/v1/mail/threads?q=in%3Ainbox&limit=50"),
            ("mail/threads/{id}", random => $"/api/v1/mail/threads/{threads[random.Next(threads.Count)]}"),
            ("mail/messages, two words", random => $"/api/v1/mail/messages?limit=50&q={Uri.EscapeDataString(Pick(random) + " " + Pick(random))}"),
            ("mail/messages, from: and older_than:", random => $"/api/v1/mail/messages?limit=50&q={Uri.EscapeDataString($"from:person{random.Next(3000)} older_than:30d")}"),
            ("mail/messages, promotions older than 30 days", _ => $"/api/v1/mail/messages?limit=50&q={Uri.EscapeDataString("category:promotions older_than:30d in:inbox")}"),
            ("mail/labels", _ => "/api/v1/mail/labels"),
            ("calendar/events, six weeks", _ => "/api/v1/calendar/events?from=2026-11-01T00:00:00Z&to=2026-12-13T00:00:00Z"),
            ("approvals/pending", _ => "/api/v1/approvals/pending"),
            ("accounts", _ => "/api/v1/accounts"),
        };
        foreach (var (name, path) in paths)
        {
            await MeasureAsync(steward.Client, path, clients, 1); // warm
            var (times, failures) = await MeasureAsync(steward.Client, path, clients, seconds);
            if (failures > 0)
                throw new InvalidOperationException($"{name}: {failures} requests failed.");
            report.Add($"{name}: p50", Report.Percentile(times, 0.50), "ms");
            report.Add($"{name}: p95", Report.Percentile(times, 0.95), "ms", 50);
            report.Add($"{name}: throughput", times.Count / (double)seconds, "requests/s");
        }
        report.Add("memory of the server after the load", steward.WorkingSetMb, "MB");
    }

    static async Task<(List<double> Times, int Failures)> MeasureAsync(HttpClient client, Func<Random, string> path, int clients, int seconds)
    {
        var until = Stopwatch.GetTimestamp() + seconds * Stopwatch.Frequency;
        var failures = 0;
        var each = await Task.WhenAll(Enumerable.Range(0, clients).Select(async seed =>
        {
            var random = new Random(seed);
            var times = new List<double>();
            while (Stopwatch.GetTimestamp() < until)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(path(random));
                await answer.Content.CopyToAsync(Stream.Null);
                if (!answer.IsSuccessStatusCode)
                    Interlocked.Increment(ref failures);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            return times;
        }));
        return ([.. each.SelectMany(t => t)], failures);
    }

    static string Pick(Random random)
    {
        string[] words = ["budget", "invoice", "launch", "travel", "contract", "garden", "workshop", "release", "dinner", "agenda"];
        return words[random.Next(words.Length)];
    }
}
