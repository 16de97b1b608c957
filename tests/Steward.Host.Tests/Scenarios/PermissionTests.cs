using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>Standing permissions over HTTP: what they let through, where they stop, and that what they decided can be seen and undone.</summary>
public sealed class PermissionTests(StewardServer server) : IClassFixture<StewardServer>
{
    static Letter Promotion(int n) => new($"Shop {n} <news@shop{n}.example>", $"Sale {n}", "Everything must go.", DaysAgo: 40 + n, Labels: "Inbox,Category Promotions");

    [Fact]
    public async Task What_is_permitted_is_done_without_asking_up_to_the_days_limit_and_the_rest_is_asked()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(Promotion(1), Promotion(2), Promotion(3));
        var given = await olivia.PostAsync("permissions", new { kind = "mail.archive", accountId = olivia.AccountId, perDay = 2, days = 30 });

        var said = await olivia.SayAsync("archive promotional emails older than 30 days");
        foreach (var permitted in (await said.ProposalsAsync()).Where(p => p.TryGetProperty("permissionId", out _)))
        {
            var one = permitted.GetProperty("id").GetGuid();
            await olivia.EventAsync("proposal_changed", e => e.GetProperty("id").GetGuid() == one && e.GetProperty("state").GetString() == "done");
        }
        var proposals = await said.ProposalsAsync();
        Assert.Equal(["done", "done", "pending"], proposals.Select(p => p.GetProperty("state").GetString()).Order(StringComparer.Ordinal));
        var done = proposals.Where(p => p.GetProperty("state").GetString() == "done").ToList();
        Assert.All(done, p => Assert.Equal(given.GetProperty("id").GetGuid(), p.GetProperty("permissionId").GetGuid()));
        Assert.Equal(2, (await olivia.GetAsync("permissions")).GetProperty("items")[0].GetProperty("usedToday").GetInt32());

        // It stands in the log as the policy's doing, and can be undone like anything else.
        var log = (await olivia.GetAsync("audit?limit=100")).GetProperty("items").EnumerateArray().ToList();
        Assert.Contains(log, e => e.GetProperty("action").GetString() == "permission.given" && e.GetProperty("actor").GetString() == "person");
        Assert.Equal(2, log.Count(e => e.GetProperty("action").GetString() == "action.approved" && e.GetProperty("actor").GetString() == "policy" && e.GetProperty("result").GetString() == "permitted"));
        var id = done[0].GetProperty("id").GetGuid();
        await olivia.PostAsync($"actions/{id}/undo", new { });
        await olivia.EventAsync("proposal_changed", e => e.GetProperty("id").GetGuid() == id && e.GetProperty("state").GetString() == "undone");

        // Ended, it decides nothing more.
        await olivia.DeleteAsync($"permissions/{given.GetProperty("id").GetGuid()}");
        Assert.Empty((await olivia.GetAsync("permissions")).GetProperty("items").EnumerateArray());
        await olivia.ReceiveAsync(Promotion(9));
        var again = await olivia.SayAsync("archive promotional emails older than 45 days");
        Assert.All(await again.ProposalsAsync(), p => Assert.Equal("pending", p.GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData("mail.send", 1, 1, "kind")]
    [InlineData("mail.forward", 1, 1, "kind")]
    [InlineData("mail.trash", 1, 1, "kind")]
    [InlineData("mail.unsubscribe", 1, 1, "kind")]
    [InlineData("calendar.delete-event", 1, 1, "kind")]
    [InlineData("mail.set-labels", 1, 1, "kind")]
    [InlineData("no.such-kind", 1, 1, "kind")]
    [InlineData("mail.archive", 0, 1, "perDay")]
    [InlineData("mail.archive", 501, 1, "perDay")]
    [InlineData("mail.archive", 1, 0, "days")]
    [InlineData("mail.archive", 1, 91, "days")]
    public async Task What_may_never_stand_and_limits_that_are_none_are_refused_by_name(string kind, int perDay, int days, string field)
    {
        using var http = await server.NewPersonAsync($"no-{Guid.NewGuid():n}@steward.local");
        var account = (await http.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items")[0].GetProperty("id").GetGuid();
        using var refused = await http.PostAsJsonAsync("/api/v1/permissions", new { kind, accountId = account, perDay, days });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True((await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Of_anothers_account_and_permission_nothing_is_known()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        using var other = await server.NewPersonAsync($"other-{Guid.NewGuid():n}@steward.local");
        var given = await olivia.PostAsync("permissions", new { kind = "mail.star", accountId = olivia.AccountId, perDay = 5, days = 7 });
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsJsonAsync("/api/v1/permissions", new { kind = "mail.star", accountId = olivia.AccountId, perDay = 5, days = 7 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.DeleteAsync($"/api/v1/permissions/{given.GetProperty("id").GetGuid()}")).StatusCode);
        Assert.Single((await olivia.GetAsync("permissions")).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain("mail.trash", (await olivia.GetAsync("permissions")).GetProperty("kinds").EnumerateArray().Select(k => k.GetString()));
    }
}
