using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Restart;

/// <summary>
/// The process is killed at every named point between a click and its undo, and started again: the end and the number of effects are those of an undisturbed run.
/// The effect is a draft in a real local mailbox. The second start is a minute later by its own clock, so that the first one's lease has ended.
/// </summary>
public sealed class ActionCrashTests(ActionCrashTests.Folder folder) : IClassFixture<ActionCrashTests.Folder>
{
    /// <summary>One data folder for all points: a database that a killed process left behind is taken over by the next, which is quicker than a new one.</summary>
    public sealed class Folder : IDisposable
    {
        public string Path { get; } = StewardProcess.NewDataFolder();

        public void Dispose()
        {
            if (Directory.Exists(Path))
                Directory.Delete(Path, recursive: true);
        }
    }

    [Theory]
    [InlineData("actions.propose.before-commit")]
    [InlineData("actions.propose.after-commit")]
    [InlineData("actions.decide.after-commit")]
    [InlineData("actions.execute.after-claim")]
    [InlineData("actions.execute.after-perform")]
    [InlineData("actions.execute.after-record")]
    [InlineData("actions.undo.after-claim")]
    [InlineData("actions.undo.after-perform")]
    [InlineData("actions.undo.after-record")]
    public async Task Killed_and_started_again_it_does_each_thing_once(string point)
    {
        var undoing = point.StartsWith("actions.undo", StringComparison.Ordinal);
        Guid account;
        await using (var first = await StewardProcess.StartAsync(folder.Path, new Dictionary<string, string> { ["STEWARD_CRASH_AT"] = point }))
        {
            using var owner = await first.OwnerAsync();
            account = await AccountAsync(owner);
            await UntilDeadAsync(async () =>
            {
                var id = await ProposeAndApproveAsync(owner, account, point);
                await UntilAsync(owner, id, "done");
                await owner.PostAsync($"/api/v1/actions/{id}/undo", null);
            });
            await first.WaitForExitAsync();
            Assert.NotEqual(0, first.ExitCode);
        }

        var later = DateTimeOffset.UtcNow.AddMinutes(1).ToString("O", CultureInfo.InvariantCulture);
        await using var second = await StewardProcess.StartAsync(folder.Path, new Dictionary<string, string> { ["STEWARD_NOW"] = later });
        using var again = await second.OwnerAsync();
        if (undoing)
        {
            // Nobody clicks again: what was begun is finished.
            await UntilAsync(again, Assert.Single(await ActionsAsync(again, point)), "undone");
            Assert.Equal(0, await DraftsAsync(again, point));
        }
        else
        {
            // The person clicks again where nothing had been answered; the key is the same.
            var id = await ProposeAndApproveAsync(again, account, point);
            await UntilAsync(again, id, "done");
            Assert.Equal(1, await DraftsAsync(again, point));
            using var undo = await again.PostAsync($"/api/v1/actions/{id}/undo", null);
            Assert.Equal("undone", (await undo.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("outcome").GetString());
            Assert.Equal(0, await DraftsAsync(again, point));
        }
        Assert.Single(await ActionsAsync(again, point));
        Assert.True((await again.GetFromJsonAsync<JsonElement>("/api/v1/audit/verify")).GetProperty("intact").GetBoolean());
    }

    static async Task<Guid> AccountAsync(HttpClient owner)
    {
        var accounts = (await owner.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items");
        if (accounts.GetArrayLength() > 0)
            return accounts[0].GetProperty("id").GetGuid();
        using var made = await owner.PostAsJsonAsync("/api/v1/accounts", new { address = "crash@steward.local" });
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    static async Task<Guid> ProposeAndApproveAsync(HttpClient owner, Guid account, string point)
    {
        using var proposed = await owner.PostAsJsonAsync("/api/v1/actions", new
        {
            kind = "mail.create-draft",
            accountId = account,
            payload = new { to = new[] { new { email = "anna@example.org" } }, subject = point, text = "Once, please.", typedByPerson = new[] { "anna@example.org" } },
            idempotencyKey = point,
        });
        Assert.True(proposed.IsSuccessStatusCode, await proposed.Content.ReadAsStringAsync());
        var proposal = await proposed.Content.ReadFromJsonAsync<JsonElement>();
        var id = proposal.GetProperty("id").GetGuid();
        using var approved = await owner.PostAsJsonAsync($"/api/v1/approvals/{id}/approve", new { hash = proposal.GetProperty("hash").GetString(), confirm = true });
        Assert.True(approved.IsSuccessStatusCode, await approved.Content.ReadAsStringAsync());
        return id;
    }

    static async Task<int> DraftsAsync(HttpClient owner, string point) =>
        (await owner.GetFromJsonAsync<JsonElement>("/api/v1/mail/messages?q=in:drafts&limit=200")).GetProperty("items").EnumerateArray().Count(draft => draft.GetProperty("subject").GetString() == point);

    /// <summary>The decided actions that this point is about.</summary>
    static async Task<List<Guid>> ActionsAsync(HttpClient owner, string point) =>
        [.. (await owner.GetFromJsonAsync<JsonElement>("/api/v1/actions?limit=200")).GetProperty("items").EnumerateArray()
            .Where(action => action.GetProperty("payload").GetProperty("subject").GetString() == point).Select(action => action.GetProperty("id").GetGuid())];

    static async Task UntilAsync(HttpClient owner, Guid id, string state)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        JsonElement proposal;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            proposal = await owner.GetFromJsonAsync<JsonElement>($"/api/v1/approvals/{id}", limit.Token);
        }
        while (proposal.GetProperty("state").GetString() != state);
    }

    /// <summary>The connection breaks where the process dies; that is the point.</summary>
    static async Task UntilDeadAsync(Func<Task> requests)
    {
        try
        {
            await requests();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
        }
    }
}
