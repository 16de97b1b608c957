using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Steward.Bench;

/// <summary>From the moment that an approval is sent to the moment at which the executor has claimed it, by the server's own clock; and to its result.</summary>
static class ActBench
{
    public static async Task RunAsync(MeasuredSteward steward, Report report)
    {
        report.Section("Approve → executed (local account, star a message, one after another)");
        var messages = (await steward.Client.GetFromJsonAsync<JsonElement>("/api/v1/mail/messages?q=-is%3Astarred&limit=100")).GetProperty("items").EnumerateArray().ToList();
        var toStart = new List<double>();
        var toDone = new List<double>();
        foreach (var message in messages)
        {
            var proposed = await PostAsync(steward.Client, "/api/v1/actions", new
            {
                kind = "mail.star", accountId = message.GetProperty("accountId").GetGuid(), payload = new { messageId = message.GetProperty("id").GetGuid() }, idempotencyKey = "bench-" + message.GetProperty("id").GetGuid(),
            });
            var id = proposed.GetProperty("id").GetGuid();
            var start = Stopwatch.GetTimestamp();
            await PostAsync(steward.Client, $"/api/v1/approvals/{id}/approve", new { hash = proposed.GetProperty("hash").GetString() });
            JsonElement now;
            do
                now = await steward.Client.GetFromJsonAsync<JsonElement>($"/api/v1/approvals/{id}");
            while (now.GetProperty("state").GetString() is "approved" or "executing");
            if (now.GetProperty("state").GetString() != "done")
                throw new InvalidOperationException($"Not executed: {now}");
            toDone.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            toStart.Add((now.GetProperty("executedAt").GetDateTimeOffset() - now.GetProperty("decidedAt").GetDateTimeOffset()).TotalMilliseconds);
        }
        if (toDone.Count == 0)
            throw new InvalidOperationException("There is no mail to act on: run the import first.");
        report.Add("decision → execution recorded: p50", Report.Percentile(toStart, 0.5), "ms");
        report.Add("decision → execution recorded: p95", Report.Percentile(toStart, 0.95), "ms", 100);
        report.Add("approve request → done seen by the client: p50", Report.Percentile(toDone, 0.5), "ms");
        report.Add("approve request → done seen by the client: p95", Report.Percentile(toDone, 0.95), "ms");
    }

    static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
