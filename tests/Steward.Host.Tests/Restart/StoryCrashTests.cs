using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Restart;

/// <summary>
/// The main story (a sentence, six proposals, two rejected, four approved, all undone) with the process killed at each named point of its walk and started again.
/// Whatever the point, the end is that of an undisturbed run, and each of the four changes happened once.
/// </summary>
public sealed class StoryCrashTests(StoryCrashTests.House house) : IClassFixture<StoryCrashTests.House>
{
    const string Request = "Archive all promotional emails older than 30 days";

    /// <summary>One data folder for all points: undoing everything leaves it as it was found. Its clock only runs forward, a few minutes for each start.</summary>
    public sealed class House : IDisposable
    {
        DateTimeOffset clock = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

        public string Path { get; } = StewardProcess.NewDataFolder();

        public Task<StewardProcess> StartAsync(string? crashAt)
        {
            clock += TimeSpan.FromMinutes(3);
            var environment = new Dictionary<string, string> { ["STEWARD_NOW"] = clock.ToString("O", CultureInfo.InvariantCulture) };
            if (crashAt is not null)
                environment["STEWARD_CRASH_AT"] = crashAt;
            return StewardProcess.StartAsync(Path, environment);
        }

        public void Dispose()
        {
            if (Directory.Exists(Path))
                Directory.Delete(Path, recursive: true);
        }
    }

    [Theory]
    [InlineData("conversations.post.after-commit")]
    [InlineData("conversations.plan.before-commit")]
    [InlineData("conversations.step.before-commit")]
    [InlineData("conversations.step.before-commit:2")]
    [InlineData("conversations.step.before-commit:3")]
    [InlineData("conversations.reply.before-commit")]
    [InlineData("runs.claim.after")]
    [InlineData("runs.answer.held")]
    [InlineData("runs.step.staged")]
    [InlineData("runs.step.staged:2")]
    [InlineData("runs.step.before-commit")]
    [InlineData("runs.step.before-commit:3")]
    [InlineData("runs.step.after-commit")]
    [InlineData("runs.step.after-commit:2")]
    [InlineData("runs.step.after-commit:4")]
    [InlineData("runs.answer.stored")]
    [InlineData("actions.decide.after-commit")]
    [InlineData("actions.execute.after-claim")]
    [InlineData("actions.execute.after-perform")]
    [InlineData("actions.execute.after-record")]
    [InlineData("mail.perform.before-commit")]
    [InlineData("mail.perform.after-commit")]
    public async Task Killed_at_a_named_point_the_story_ends_as_if_nothing_had_happened(string point)
    {
        var turnId = Guid.NewGuid();
        await PrepareAsync();
        await using (var first = await house.StartAsync(point))
        {
            using var owner = await first.OwnerAsync();
            try
            {
                await TellAsync(owner, turnId);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // The connection breaks where the process dies: before the answer, or in the middle of it.
            }
            await first.WaitForExitAsync();
            Assert.NotEqual(0, first.ExitCode);
        }

        await using var second = await house.StartAsync(null);
        using var again = await second.OwnerAsync();
        var conversation = await TellAsync(again, turnId);

        var decided = (await again.GetFromJsonAsync<JsonElement>("/api/v1/approvals?limit=200")).GetProperty("items").EnumerateArray()
            .Where(p => p.GetProperty("runId").GetGuid() == conversation.RunId).ToList();
        Assert.Equal(6, decided.Count);
        Assert.Equal(2, decided.Count(p => State(p) == "rejected"));
        var done = decided.Where(p => State(p) == "done").Select(p => p.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(4, done.Count);
        Assert.Equal(2, await InInboxAsync(again));
        foreach (var id in done)
            Assert.Equal(1, await RecordedAsync(again, id, "action.done"));

        foreach (var id in done)
            (await again.PostAsync($"/api/v1/actions/{id}/undo", null)).EnsureSuccessStatusCode();
        await UntilAsync(async () => await InInboxAsync(again) == 6);
        Assert.True((await again.GetFromJsonAsync<JsonElement>("/api/v1/audit/verify")).GetProperty("intact").GetBoolean());
    }

    /// <summary>Everything that the person does. Done again after a crash it repeats what was not answered, and nothing happens twice.</summary>
    static async Task<(Guid Id, Guid RunId)> TellAsync(HttpClient owner, Guid turnId)
    {
        using var posted = await owner.PostAsJsonAsync("/api/v1/chat", new { turnId, message = Request });
        Assert.True(posted.IsSuccessStatusCode, await posted.Content.ReadAsStringAsync());
        var chat = await posted.Content.ReadFromJsonAsync<JsonElement>();
        var (id, runId) = (chat.GetProperty("conversationId").GetGuid(), chat.GetProperty("runId").GetGuid());
        await UntilAsync(async () => await TurnStateAsync(owner, id) is "waiting" or "completed");
        var proposals = (await owner.GetFromJsonAsync<JsonElement>("/api/v1/approvals/pending")).GetProperty("items").EnumerateArray()
            .Where(p => p.GetProperty("runId").GetGuid() == runId).ToList();
        foreach (var proposal in proposals)
        {
            var keep = proposal.GetProperty("preview").GetProperty("title").GetString()!.Contains("keep", StringComparison.Ordinal);
            var path = $"/api/v1/approvals/{proposal.GetProperty("id").GetGuid()}/{(keep ? "reject" : "approve")}";
            using var answer = keep ? await owner.PostAsJsonAsync(path, new { reason = "keep" }) : await owner.PostAsJsonAsync(path, new { hash = proposal.GetProperty("hash").GetString() });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
        await UntilAsync(async () => await TurnStateAsync(owner, id) == "completed");
        return (id, runId);
    }

    async Task PrepareAsync()
    {
        if (Directory.Exists(house.Path))
            return;
        await using var steward = await house.StartAsync(null);
        using var owner = await steward.OwnerAsync();
        var account = await (await owner.PostAsJsonAsync("/api/v1/accounts", new { address = "story@steward.local" })).Content.ReadFromJsonAsync<JsonElement>();
        var mailbox = string.Concat(Enumerable.Range(0, 6).Select(i =>
            $"From shop@example.org Mon Aug  3 10:00:00 2026\nFrom: Shop <shop@example.org>\nTo: story@steward.local\nSubject: {(i < 2 ? "keep" : "sale")} {i}\nDate: Mon, 03 Aug 2026 10:0{i}:00 +0000\n"
            + $"Message-ID: <{i}@shop.example.org>\nX-Gmail-Labels: Inbox,Category Promotions\n\nEverything must go, offer {i}.\n\n"));
        using var started = await owner.PostAsync($"/api/v1/items/imports?accountId={account.GetProperty("id").GetGuid()}&fileName=a.mbox", new StringContent(mailbox, Encoding.UTF8, "application/octet-stream"));
        started.EnsureSuccessStatusCode();
        await UntilAsync(async () => await InInboxAsync(owner) == 6);
    }

    static async Task<int> InInboxAsync(HttpClient owner) => (await owner.GetFromJsonAsync<JsonElement>("/api/v1/mail/messages?q=in:inbox&limit=50")).GetProperty("items").GetArrayLength();

    static async Task<int> RecordedAsync(HttpClient owner, Guid proposal, string action) =>
        (await owner.GetFromJsonAsync<JsonElement>($"/api/v1/audit?proposalId={proposal}")).GetProperty("items").EnumerateArray().Count(e => e.GetProperty("action").GetString() == action);

    static async Task<string?> TurnStateAsync(HttpClient owner, Guid conversation) =>
        (await owner.GetFromJsonAsync<JsonElement>($"/api/v1/conversations/{conversation}")).GetProperty("turns").EnumerateArray().Last().GetProperty("state").GetString();

    static string? State(JsonElement proposal) => proposal.GetProperty("state").GetString();

    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
            await Task.Delay(20, limit.Token);
    }
}
