using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Testing;

namespace Steward.Host.Tests.LanguageModels;

public sealed class ModelRoutesTests(StewardServer server, ModelPeer peer) : IClassFixture<StewardServer>, IClassFixture<ModelPeer>
{
    const string Key = "sk-do-not-show-1234";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    [Fact]
    public async Task A_provider_is_set_up_tested_used_and_counted_and_its_key_is_never_shown_again()
    {
        using var owner = await server.OwnerAsync();
        var input = new { name = "mock", kind = "openai", baseUrl = new Uri(peer.Url, "/v1"), key = Key, defaultModel = "gpt-4o" };
        var view = await JsonAsync(await owner.PostAsJsonAsync("/api/v1/models/providers", input, Cancel));
        Assert.DoesNotContain(Key, view.GetRawText(), StringComparison.Ordinal);
        var provider = view.GetProperty("providers").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "mock");
        Assert.Equal(("1234", true), (provider.GetProperty("keyHint").GetString(), provider.GetProperty("local").GetBoolean()));

        var test = await JsonAsync(await owner.PostAsJsonAsync("/api/v1/models/providers/mock/test", new { model = "please" }, Cancel));
        Assert.False(test.GetProperty("ok").GetBoolean()); // the stand-in does not know this question, and says 404
        Assert.True(test.GetProperty("models").GetInt32() > 0);

        await JsonAsync(await owner.PutAsJsonAsync("/api/v1/models/routes/classify/light", new { candidates = new[] { "mock/gpt-4o" } }, Cancel));
        var usage = await JsonAsync(await owner.GetAsync("/api/v1/usage?days=7", Cancel));
        Assert.Equal(1, usage.GetProperty("total").GetProperty("failed").GetInt32());
        Assert.Equal("mock/please", usage.GetProperty("models")[0].GetProperty("key").GetString());
        Assert.Equal(7, usage.GetProperty("days").GetArrayLength());

        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT count(*) FROM models.providers WHERE encode(sealed_key, 'escape') LIKE '%do-not-show%'");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancel));
        Assert.Equal(HttpStatusCode.NoContent, (await owner.DeleteAsync($"/api/v1/models/providers/{provider.GetProperty("id").GetGuid()}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_key_does_not_follow_to_another_address()
    {
        using var owner = await server.OwnerAsync();
        var view = await JsonAsync(await owner.PostAsJsonAsync("/api/v1/models/providers", new { name = "moved", kind = "openai", key = Key }, Cancel));
        var id = view.GetProperty("providers").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "moved").GetProperty("id").GetGuid();
        var answer = await owner.PutAsJsonAsync($"/api/v1/models/providers/{id}", new { name = "moved", kind = "openai", baseUrl = "https://evil.example.org/v1" }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("enter the key again", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_cannot_point_steward_at_its_own_network_nor_choose_a_plan()
    {
        using var member = await server.NewPersonAsync();
        await JsonAsync(await member.PostAsJsonAsync("/api/v1/models/providers", new { name = "inside", kind = "openai", baseUrl = new Uri(peer.Url, "/v1"), key = Key }, Cancel));
        var test = await JsonAsync(await member.PostAsJsonAsync("/api/v1/models/providers/inside/test", new { }, Cancel));
        Assert.Contains("inside this network", test.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await member.PutAsJsonAsync("/api/v1/models/choices", new { localOnly = false, tier = "enterprise" }, Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"Bad Name","kind":"openai"}""", "name")]
    [InlineData("""{"name":"local","kind":"openai"}""", "name")]
    [InlineData("""{"name":"x","kind":"oracle"}""", "kind")]
    [InlineData("""{"name":"x","kind":"openai","baseUrl":"file:///etc/passwd"}""", "baseUrl")]
    [InlineData("""{"name":"x","kind":"openai","baseUrl":"https://me:secret@host/"}""", "baseUrl")]
    [InlineData("""{"name":"x","kind":"anthropic"}""", "key")]
    [InlineData("""{"name":"x","kind":"openai","maxConcurrent":0}""", "maxConcurrent")]
    public async Task Bad_input_names_its_field(string body, string field)
    {
        using var owner = await server.OwnerAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await owner.PostAsync("/api/v1/models/providers", content, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Prices_are_edited_from_a_day_on_and_estimates_follow()
    {
        using var owner = await server.OwnerAsync();
        await JsonAsync(await owner.PostAsJsonAsync("/api/v1/models/providers", new { name = "priced", kind = "openai", baseUrl = "https://api.example.org/v1", key = Key }, Cancel));
        await JsonAsync(await owner.PutAsJsonAsync("/api/v1/models/routes/write/middling", new { candidates = new[] { "priced/m" } }, Cancel));
        var prices = await JsonAsync(await owner.PutAsJsonAsync("/api/v1/models/prices", new { provider = "priced", model = "m", validFrom = "2026-01-01", input = 0, output = 100 }, Cancel));
        var steps = new { steps = new[] { new { task = "write", text = "Dear Anna", maxOutputTokens = 100 } } };
        var estimate = await JsonAsync(await owner.PostAsJsonAsync("/api/v1/models/estimate", steps, Cancel));
        Assert.Equal(0.01m, estimate.GetProperty("most").GetDecimal());
        await owner.DeleteAsync($"/api/v1/models/prices/{prices.GetProperty("items").EnumerateArray().First(p => p.TryGetProperty("id", out _)).GetProperty("id").GetGuid()}", Cancel);
        Assert.True((await JsonAsync(await owner.PostAsJsonAsync("/api/v1/models/estimate", steps, Cancel))).GetProperty("steps")[0].GetProperty("priceAssumed").GetBoolean());
    }
}
