using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.SignIn;

/// <summary>Walks every operation that the OpenAPI document knows, so that a new endpoint is tested from its first day.</summary>
public sealed class OwnershipTests(StewardServer server) : IClassFixture<StewardServer>
{
    /// <summary>Endpoints that answer without sign-in, on purpose.</summary>
    static readonly string[] Open = ["/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/token", "/api/v1/auth/ticket"];

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in_everywhere()
    {
        using var stranger = server.Stranger();
        stranger.DefaultRequestHeaders.Add("X-Steward", "1");
        var checkedCount = 0;
        foreach (var (method, path, _) in await OperationsAsync())
        {
            if (Open.Contains(path, StringComparer.Ordinal))
                continue;
            using var answer = await stranger.SendAsync(new HttpRequestMessage(method, Fill(path, Guid.NewGuid())) { Content = Body(method) }, HttpCompletionOption.ResponseHeadersRead);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {(int)answer.StatusCode} to a stranger");
            checkedCount++;
        }
        Assert.True(checkedCount > 30, $"only {checkedCount} operations were found");
    }

    [Fact]
    public async Task With_ids_of_another_person_every_endpoint_says_that_there_is_no_such_thing_and_changes_nothing()
    {
        using var owner = await server.NewPersonAsync("victim@steward.local");
        var things = await ThingsOfAsync(owner);
        Assert.Contains("account", things.Keys);
        Assert.Contains("message", things.Keys);
        Assert.Contains("event", things.Keys);
        Assert.Contains("proposal", things.Keys);
        using var intruder = await server.NewPersonAsync("intruder@steward.local");
        var before = await SnapshotAsync(owner);

        foreach (var (method, path, _) in (await OperationsAsync()).Where(o => o.Path.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var (kind, id) in things)
            {
                using var answer = await intruder.SendAsync(new HttpRequestMessage(method, Fill(path, id)) { Content = Body(method) }, HttpCompletionOption.ResponseHeadersRead);
                // 400 for a body that does not fit is as good: it was refused before anything was looked up, and says nothing of the id.
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{method} {path} with another person's {kind} answered {(int)answer.StatusCode}");
                Assert.DoesNotContain("victim", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
            }
        }
        Assert.Equal(before, await SnapshotAsync(owner));
    }

    [Fact]
    public async Task Lists_hold_ones_own_things_only()
    {
        using var owner = await server.NewPersonAsync("listed@steward.local");
        await ThingsOfAsync(owner);
        using var other = await server.NewPersonAsync();
        foreach (var (method, path, query) in (await OperationsAsync()).Where(o => o.Method == HttpMethod.Get && !o.Path.Contains('{', StringComparison.Ordinal) && !o.Path.EndsWith("/events", StringComparison.Ordinal)))
        {
            using var answer = await other.GetAsync(path + query);
            Assert.DoesNotContain("listed", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>One thing of each sort that this person has, by the API alone.</summary>
    static async Task<Dictionary<string, Guid>> ThingsOfAsync(HttpClient person)
    {
        var account = (await person.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items")[0];
        var accountId = account.GetProperty("id").GetGuid();
        var address = account.GetProperty("address").GetString();
        var mail = $"From: Somebody <somebody@example.org>\r\nTo: {address}\r\nSubject: For {address}\r\nDate: Mon, 16 Nov 2026 10:00:00 +0000\r\nMessage-ID: <{Guid.NewGuid():n}@example.org>\r\n\r\nThe secret of {address}.\r\n";
        var calendar = $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:{Guid.NewGuid():n}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261121T100000Z\r\nDTEND:20261121T110000Z\r\nSUMMARY:Meeting of {address}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        var things = new Dictionary<string, Guid>(StringComparer.Ordinal) { ["account"] = accountId, ["import"] = await ImportAsync(person, accountId, "a.eml", mail) };
        await ImportAsync(person, accountId, "a.ics", calendar);

        var message = (await person.GetFromJsonAsync<JsonElement>("/api/v1/mail/messages")).GetProperty("items")[0];
        things["message"] = message.GetProperty("id").GetGuid();
        things["thread"] = message.GetProperty("threadId").GetGuid();
        things["event"] = (await person.GetFromJsonAsync<JsonElement>("/api/v1/calendar/events?from=2026-11-20T00:00:00Z&to=2026-11-23T00:00:00Z")).GetProperty("items")[0].GetProperty("event").GetProperty("id").GetGuid();
        var proposed = await person.PostAsJsonAsync("/api/v1/actions", new { kind = "mail.star", accountId, payload = new { messageId = things["message"] }, idempotencyKey = "own" });
        proposed.EnsureSuccessStatusCode();
        things["proposal"] = (await proposed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

        var turn = await person.PostAsJsonAsync("/api/v1/chat", new { turnId = Guid.NewGuid(), message = "find unread mail from somebody" });
        turn.EnsureSuccessStatusCode();
        var chat = await turn.Content.ReadFromJsonAsync<JsonElement>();
        things["conversation"] = chat.GetProperty("conversationId").GetGuid();
        things["run"] = chat.GetProperty("runId").GetGuid();
        return things;
    }

    static async Task<Guid> ImportAsync(HttpClient person, Guid accountId, string name, string text)
    {
        var started = await person.PostAsync($"/api/v1/items/imports?accountId={accountId}&fileName={name}", new StringContent(text, Encoding.UTF8, "application/octet-stream"));
        started.EnsureSuccessStatusCode();
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        for (var i = 0; ; i++)
        {
            var state = (await person.GetFromJsonAsync<JsonElement>($"/api/v1/items/imports/{id}")).GetProperty("state").GetString();
            if (state is "done")
                return id;
            Assert.True(state is "queued" or "running" && i < 300, $"the import is {state}");
            await Task.Delay(50);
        }
    }

    /// <summary>What the person has, as they see it.</summary>
    static async Task<string> SnapshotAsync(HttpClient person)
    {
        var parts = new List<string>();
        foreach (var path in new[] { "accounts", "mail/messages", "approvals/pending", "actions", "items/imports", "conversations", "settings", "calendar/events?from=2026-11-20T00:00:00Z&to=2026-11-23T00:00:00Z" })
            parts.Add(await person.GetStringAsync("/api/v1/" + path));
        return string.Join('\n', parts);
    }

    async Task<List<(HttpMethod Method, string Path, string Query)>> OperationsAsync()
    {
        using var stranger = server.Stranger();
        var document = await stranger.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var operations = new List<(HttpMethod, string, string)>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
                operations.Add((HttpMethod.Parse(operation.Name), path.Name, path.Name.StartsWith("/api/v1/calendar/", StringComparison.Ordinal) ? "?from=2026-11-20T00:00:00Z&to=2026-11-23T00:00:00Z&minutes=30" : ""));
        }
        return operations;
    }

    static string Fill(string path, Guid id) => System.Text.RegularExpressions.Regex.Replace(path, @"\{(?<name>[^}]+)\}", match => match.Groups["name"].Value is "index" or "seq" ? "0" : id.ToString());

    static HttpContent? Body(HttpMethod method) => method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch
        ? JsonContent.Create(new { hash = new string('0', 64) }) : null;
}
