using System.Text.Json;
using Steward.LanguageModels;
using Steward.LanguageModels.Recording;
using Steward.Platform;

namespace Steward.Tests.LanguageModels;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("the key sk-ant-api03-abcdef012345 here", "the key [removed] here")]
    [InlineData("AIzaSyA1234567890abcdefghijk", "[removed]")]
    [InlineData("""{"password":"correct horse"}""", """{"password":"[removed]"}""")]
    [InlineData("""{"text":"{\"api_key\":\"abc\"}"}""", """{"text":"{\"api_key\":\"[removed]\"}"}""")]
    [InlineData("Passwort: geheim1", "Passwort: [removed]")]
    [InlineData("GET /x?key=abc&page=2", "GET /x?key=[removed]&page=2")]
    [InlineData("Authorization: Bearer abcdefghijkl", "Authorization: Bearer [removed]")]
    [InlineData("the master's own word", "the [removed]'s own word")]
    [InlineData("a password reset link, an API key question, bearer shares, 0123-4567", "a password reset link, an API key question, bearer shares, 0123-4567")]
    [InlineData("----------------------------------------------", "----------------------------------------------")]
    public void What_looks_like_a_secret_goes_and_the_rest_stays(string text, string clean)
    {
        Assert.Equal(clean, Redaction.Clean(text, new Secret("master")));
        Assert.Equal(clean, Redaction.Clean(clean, new Secret("master")));
    }

    static ModelExchange Exchange(string request, params string[] chunks) => new()
    {
        At = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), Provider = "it", Kind = "openai", Local = false, BaseUrl = new Uri("https://me:pw@models.firm.example/v1/?key=1"), Path = "chat/completions",
        Request = JsonElement.Parse(request), Status = 200, Chunks = [.. chunks.Select((c, i) => new ModelChunk(i, c))],
    };

    [Fact]
    public void A_secret_that_a_stream_cut_in_pieces_is_taken_out_and_the_text_reads_on()
    {
        var clean = Redaction.Of(Exchange("{}", """data: {"choices":[{"delta":{"content":"Key s"}}]}""" + "\n", "\n", """data: {"choices":[{"delta":{"content":"k-0123"}}]}""" + "\n", """data: {"choices":[{"delta":{"content":"45678 ok"}}]}""" + "\n", "data: [DONE]\n"), null);
        Assert.Equal(["""data: {"choices":[{"delta":{"content":"Key [removed] ok"}}]}""" + "\n", "\n", """data: {"choices":[{"delta":{"content":""}}]}""" + "\n", """data: {"choices":[{"delta":{"content":""}}]}""" + "\n", "data: [DONE]\n"], clean.Chunks.Select(c => c.Text));
        Assert.Equal("https://models.firm.example/v1/", clean.BaseUrl.AbsoluteUri);
    }

    [Fact]
    public void Masked_it_holds_nobodys_words_and_still_its_form()
    {
        var masked = Masking.Of(Exchange(
            """{"model":"m","messages":[{"role":"system","content":"You read texts."},{"role":"user","content":"{\"request\":\"Write to Zoë, 12 Main St\",\"n\":42}"}],"max_tokens":64}""",
            """{"choices":[{"message":{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"mail.search","arguments":{"name":"Zoë"}}}],""" + "\n", """ "content":"Dear Zoë"}}],"usage":{"prompt_tokens":11}}"""));
        Assert.Equal("""{"model":"m","messages":[{"role":"system","content":"You read texts."},{"role":"user","content":"{\"request\":\"xxxxx xx xxx, 00 xxxx xx\",\"n\":0}"}],"max_tokens":64}""", JsonSerializer.Deserialize<JsonElement>(masked.Request.GetRawText()).GetRawText().Replace("\\u0022", "\\\"", StringComparison.Ordinal));
        Assert.Equal("""{"choices":[{"message":{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"mail.search","arguments":{"name":"xxx"}}}],"content":"xxxx xxx"}}],"usage":{"prompt_tokens":11}}""", Assert.Single(masked.Chunks).Text);
        Assert.Equal("hidden.invalid", masked.BaseUrl.Host);
    }
}
