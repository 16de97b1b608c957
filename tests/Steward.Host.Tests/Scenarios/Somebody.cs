using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Steward.Host.Tests.Live;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>A person with a mailbox, who uses Steward over HTTP and its live events only, as the page does.</summary>
sealed class Somebody(HttpClient http) : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    readonly List<ReceivedEvent> seen = [];
    readonly CancellationTokenSource end = new(TimeSpan.FromSeconds(120));
    IAsyncEnumerator<ReceivedEvent>? live;

    public HttpClient Client => http;
    public string Address { get; private init; } = "";
    public Guid AccountId { get; private set; }

    public static async Task<Somebody> JoinAsync(StewardServer server)
    {
        var address = $"olivia-{Guid.NewGuid():n}@steward.local";
        return await OfAsync(await server.NewPersonAsync(address));
    }

    /// <summary>Who already has a client, and an account.</summary>
    public static async Task<Somebody> OfAsync(HttpClient http)
    {
        var account = (await http.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items")[0];
        return new Somebody(http) { Address = account.GetProperty("address").GetString()!, AccountId = account.GetProperty("id").GetGuid() };
    }

    public async Task<Guid> AddAccountAsync(string label)
    {
        var response = await http.PostAsJsonAsync("/api/v1/accounts", new { address = $"{label}-{Guid.NewGuid():n}@steward.local", displayName = "Olivia", label });
        return (await ReadAsync(response)).GetProperty("id").GetGuid();
    }

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await http.GetAsync($"/api/v1/{path}"));

    public async Task<JsonElement> PostAsync(string path, object body) => await ReadAsync(await http.PostAsJsonAsync($"/api/v1/{path}", body));

    /// <summary>Imports letters as an mbox file and waits until they are there.</summary>
    public Task ReceiveAsync(Guid account, params Letter[] letters) =>
        ImportAsync(account, "mail.mbox", string.Concat(letters.Select(l => l.ToMbox(Address))), letters.Length);

    /// <summary>Imports a file of one item.</summary>
    public Task ReceiveFileAsync(string name, string content) => ImportAsync(AccountId, name, content, 1);

    async Task ImportAsync(Guid account, string name, string content, int items)
    {
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        file.Headers.ContentType = new("application/octet-stream");
        var import = await ReadAsync(await http.PostAsync($"/api/v1/items/imports?accountId={account}&fileName={name}", file));
        var id = import.GetProperty("id").GetGuid();
        await EventAsync("import_progress", e => e.GetProperty("id").GetGuid() == id && e.GetProperty("state").GetString() is "done" or "failed");
        var done = await GetAsync($"items/imports/{id}");
        Assert.Equal(("done", items), (done.GetProperty("state").GetString(), done.GetProperty("imported").GetInt32()));
    }

    /// <summary>Imports a calendar file into the account's calendar.</summary>
    public async Task HaveAsync(Guid account, params Appointment[] appointments)
    {
        var ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + string.Concat(appointments.Select((a, i) => a.ToIcs(i))) + "END:VCALENDAR\r\n";
        var import = await ReadAsync(await http.PostAsync($"/api/v1/items/imports?accountId={account}&fileName=calendar.ics", new ByteArrayContent(Encoding.UTF8.GetBytes(ics))));
        var id = import.GetProperty("id").GetGuid();
        await EventAsync("import_progress", e => e.GetProperty("id").GetGuid() == id && e.GetProperty("state").GetString() is "done" or "failed");
        var done = await GetAsync($"items/imports/{id}");
        Assert.Equal(("done", appointments.Length), (done.GetProperty("state").GetString(), done.GetProperty("imported").GetInt32()));
    }

    public async Task<List<(string Title, DateTimeOffset Start, DateTimeOffset End, Guid Account)>> EventsAsync(string path, string day = "") =>
        [.. (await GetAsync(path)).GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("event").GetProperty("summary").GetString()!, i.GetProperty("start").GetDateTimeOffset(), i.GetProperty("end").GetDateTimeOffset(), i.GetProperty("event").GetProperty("accountId").GetGuid()))
            .Where(e => e.Item2.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).StartsWith(day, StringComparison.Ordinal))];

    public async Task<JsonElement> PutAsync(string path, object body) => await ReadAsync(await http.PutAsJsonAsync($"/api/v1/{path}", body));

    /// <summary>A PUT that is answered without a body.</summary>
    public async Task PutNothingAsync(string path, object body)
    {
        using var response = await http.PutAsJsonAsync($"/api/v1/{path}", body);
        Assert.True(response.StatusCode == HttpStatusCode.NoContent, $"{path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    public async Task DeleteAsync(string path) => Assert.True((await http.DeleteAsync($"/api/v1/{path}")).IsSuccessStatusCode, path);

    public async Task PatchAsync(string path, object body) => await ReadAsync(await http.PatchAsJsonAsync($"/api/v1/{path}", body));

    /// <summary>Waits until the turn's proposals are as wanted; each change of the turn is an event.</summary>
    public async Task<List<JsonElement>> UntilAsync(Said said, Func<List<JsonElement>, bool> wanted)
    {
        var proposals = await said.ProposalsAsync();
        for (var i = 0; i < 20 && !wanted(proposals); i++)
        {
            await TurnMovesAsync(said);
            proposals = await said.ProposalsAsync();
        }
        return proposals;
    }

    /// <summary>Waits for the next event of the turn that was not waited for before.</summary>
    public Task TurnMovesAsync(Said said)
    {
        var already = followed.GetValueOrDefault(said.Turn);
        var count = 0;
        return EventAsync("turn_updated", e =>
        {
            if (e.GetProperty("turnId").GetGuid() != said.Turn || e.GetProperty("state").GetString() is "running" or "planning" || count++ < already + 1)
                return false;
            followed[said.Turn] = already + 1;
            return true;
        });
    }

    readonly Dictionary<Guid, int> followed = [];

    public Task ReceiveAsync(params Letter[] letters) => ReceiveAsync(AccountId, letters);

    /// <summary>Says something and waits until Steward has answered, asked back, or waits for a decision.</summary>
    public async Task<Said> SayAsync(string message, Guid? conversation = null)
    {
        var turn = Guid.NewGuid();
        var response = await http.PostAsJsonAsync("/api/v1/chat", new { turnId = turn, conversationId = conversation, message });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var posted = await ReadAsync(response);
        var said = new Said(this, posted.GetProperty("conversationId").GetGuid(), turn);
        await EventAsync("turn_updated", e => e.GetProperty("turnId").GetGuid() == turn && e.GetProperty("state").GetString() is "waiting" or "completed" or "asked" or "refused" or "failed");
        return said;
    }

    public Task<JsonElement> CompletedAsync(Guid turn) => EventAsync("completed", e => e.GetProperty("turnId").GetGuid() == turn);

    /// <summary>The first event of this kind since the person joined, waiting for it if need be.</summary>
    public async Task<JsonElement> EventAsync(string type, Func<JsonElement, bool> which)
    {
        live ??= SseClient.ReadAsync(http, 0, end.Token).GetAsyncEnumerator();
        for (var i = 0; ; i++)
        {
            if (i == seen.Count)
            {
                Assert.True(await live.MoveNextAsync(), "The live stream has ended.");
                seen.Add(live.Current);
            }
            if (seen[i].Type == type && which(seen[i].Data))
                return seen[i].Data;
        }
    }

    /// <summary>Decides as the panel does: a batch with a choice for each; what needs a second confirmation is confirmed by itself.</summary>
    public async Task DecideAsync(IReadOnlyList<JsonElement> proposals, Func<JsonElement, bool> approve)
    {
        var batch = await PostAsync("approvals/batch", new
        {
            items = proposals.Select(p => new { id = p.GetProperty("id").GetGuid(), hash = p.GetProperty("hash").GetString(), decision = approve(p) ? "approve" : "reject" }),
        });
        foreach (var (proposal, result) in proposals.Zip(batch.GetProperty("items").EnumerateArray()))
        {
            var outcome = result.GetProperty("outcome").GetString();
            if (outcome == "needsConfirmation")
                outcome = (await PostAsync($"approvals/{proposal.GetProperty("id").GetGuid()}/approve", new { hash = proposal.GetProperty("hash").GetString(), confirm = true })).GetProperty("outcome").GetString();
            Assert.Equal("decided", outcome);
        }
    }

    /// <summary>Says it, approves all that is proposed, step by step, and sees that each change ends in one of these states.</summary>
    public async Task<List<JsonElement>> ApproveAllAsync(string request, params string[] ends)
    {
        var said = await SayAsync(request);
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        var all = await ApproveAllAsync(said);
        Assert.All(all, p => Assert.Contains(p.GetProperty("state").GetString(), ends));
        return all;
    }

    /// <summary>Approves what the turn proposes until it is completed, which it may be already. What is held is left so.</summary>
    public async Task<List<JsonElement>> ApproveAllAsync(Said said)
    {
        while (await said.StateAsync() is not "completed")
        {
            Assert.Contains(await said.StateAsync(), new[] { "waiting", "running" });
            await DecideAsync((await said.ProposalsAsync()).Where(p => p.GetProperty("state").GetString() == "pending").ToList(), _ => true);
            await TurnMovesAsync(said);
        }
        return await said.ProposalsAsync();
    }

    /// <summary>Takes a change back and waits until it is.</summary>
    public async Task UndoAsync(Guid id)
    {
        Assert.Contains((await PostAsync($"actions/{id}/undo", new { })).GetProperty("outcome").GetString(), new[] { "undone", "undoing" });
        await EventAsync("proposal_changed", e => e.GetProperty("id").GetGuid() == id && e.GetProperty("state").GetString() == "undone");
    }

    /// <summary>Takes changes back, the mail about events before the events.</summary>
    public async Task UndoAsync(IEnumerable<JsonElement> changes)
    {
        foreach (var change in changes.OrderByDescending(c => c.GetProperty("kind").GetString(), StringComparer.Ordinal))
            await UndoAsync(change.GetProperty("id").GetGuid());
    }

    public async Task<List<string>> SubjectsAsync(string query) =>
        [.. (await GetAsync($"mail/messages?q={Uri.EscapeDataString(query)}&limit=200")).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("subject").GetString()!).Order(StringComparer.Ordinal)];

    static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri} answered {(int)response.StatusCode}: {body}");
        return JsonDocument.Parse(body).RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        end.Dispose();
        http.Dispose();
    }
}

/// <summary>One turn, and what can be seen of it.</summary>
sealed record Said(Somebody By, Guid Conversation, Guid Turn)
{
    public async Task<JsonElement> TurnAsync() =>
        (await By.GetAsync($"conversations/{Conversation}")).GetProperty("turns").EnumerateArray().Single(t => t.GetProperty("id").GetGuid() == Turn);

    public async Task<string> StateAsync() => (await TurnAsync()).GetProperty("state").GetString()!;

    /// <summary>The answer's text; the turn's whole when it has none, so that a failing test shows why.</summary>
    public async Task<string> AnswerAsync()
    {
        var turn = await TurnAsync();
        return turn.TryGetProperty("answer", out var answer) ? answer.GetProperty("text").GetString()! : turn.GetRawText();
    }

    public async Task<JsonElement> BlockAsync(string type) =>
        (await TurnAsync()).GetProperty("answer").GetProperty("blocks").EnumerateArray().Single(b => b.GetProperty("type").GetString() == type);

    public async Task<List<JsonElement>> ProposalsAsync()
    {
        var run = (await TurnAsync()).GetProperty("runId").GetGuid();
        return [.. (await By.GetAsync($"approvals?runId={run}")).GetProperty("items").EnumerateArray()];
    }
}

/// <summary>A letter in somebody's mbox.</summary>
/// <param name="Offset">Hours from UTC of the clock by which it is dated.</param>
sealed record Letter(string From, string Subject, string Text, int DaysAgo, string Labels = "Inbox", string? Id = null, string? InReplyTo = null, string? To = null, string? Headers = null, int Offset = 0)
{
    static int count;

    public string ToMbox(string to)
    {
        var date = Somebody.Now.AddDays(-DaysAgo);
        var id = Id ?? $"letter{Interlocked.Increment(ref count)}@example.org";
        return string.Create(CultureInfo.InvariantCulture,
            $"From someone@example.org {date:ddd MMM dd HH:mm:ss yyyy}\nX-Gmail-Labels: {Labels}\nMessage-ID: <{id}>\n{(InReplyTo is null ? "" : $"In-Reply-To: <{InReplyTo}>\nReferences: <{InReplyTo}>\n")}From: {From}\nTo: {To ?? to}\nSubject: {Subject}\nDate: {date.AddHours(Offset):ddd, dd MMM yyyy HH:mm:ss} {(Offset < 0 ? '-' : '+')}{Math.Abs(Offset):00}00\n{(Headers is null ? "" : Headers + "\n")}Content-Type: text/plain; charset=utf-8\n\n{Text.ReplaceLineEndings("\n")}\n\n");
    }
}
