using System.Text.Json;
using Microsoft.Extensions.AI;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Providers.ModelHttp;
using Steward.Providers.Web;
using Steward.Testing;

namespace Steward.Providers.Tests.LanguageModels;

/// <summary>What every provider of models does, over the wire. One class per kind derives from it.</summary>
public abstract class ModelProviderConformance(ModelPeer peer)
{
    static readonly AIFunctionDeclaration SearchMail = AIFunctionFactory.CreateDeclaration("search_mail", "Searches the mail.", JsonElement.Parse(
        """{"type":"object","properties":{"query":{"type":"string"},"limit":{"type":"integer"}},"required":["query"],"additionalProperties":false}"""));

    static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","properties":{"kind":{"type":"string"},"score":{"type":"integer"}},"required":["kind","score"],"additionalProperties":false}""");

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected ModelPeer Peer => peer;

    protected static ModelHttpFactory Http { get; } = new(new GuardedHttp([]), TimeProvider.System);

    protected abstract IModelProviderKind Kind { get; }

    /// <summary>What its base URL has behind the host.</summary>
    protected virtual string Path => "";

    /// <summary>aimock tells no tokens for Ollama.</summary>
    protected virtual bool TellsUsage => true;

    /// <summary>aimock answers Ollama's /api/embed as the older /api/embeddings; <see cref="OllamaTests"/> has the real form.</summary>
    protected virtual bool PeerEmbeds => true;

    /// <summary>Anthropic's newer models refuse a temperature, and its SDK leaves it out.</summary>
    protected virtual bool SendsTemperature => true;

    protected virtual string Model => "m";

    protected IModelProvider Open(Uri? url = null, Reach reach = Reach.ThisMachine) =>
        Kind.Open(new ProviderAddress("it", url ?? new Uri(Peer.Url, Path), new Secret("sk-secret-0123456789"), reach));

    static ChatMessage[] Say(string text) => [new(ChatRole.System, "You are terse."), new(ChatRole.User, text)];

    Task<ChatResponse> AskAsync(string text, ChatOptions? options = null) => Open().Chat(Model).GetResponseAsync(Say(text), options ?? new ChatOptions { MaxOutputTokens = 64 }, Cancel);

    ValueTask<List<ChatResponseUpdate>> StreamAsync(string text, ChatOptions? options = null) =>
        Open().Chat(Model).GetStreamingResponseAsync(Say(text), options ?? new ChatOptions { MaxOutputTokens = 64 }, Cancel).ToListAsync(Cancel);

    [Fact]
    public async Task It_answers_with_text_reason_and_usage()
    {
        var response = await AskAsync("please say hello");
        Assert.Equal("Hello there, how can I help?", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        if (TellsUsage)
            Assert.Equal((11, 7), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount));
        else
            Assert.Null(response.Usage);
    }

    [Fact]
    public async Task It_streams_the_text_in_parts_and_ends_with_reason_and_usage()
    {
        var updates = await StreamAsync("please say hello");
        Assert.True(updates.Count(u => u.Text.Length > 0) > 2);
        var response = updates.ToChatResponse();
        Assert.Equal("Hello there, how can I help?", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        if (TellsUsage)
            Assert.Equal((11, 7), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount));
    }

    [Fact]
    public async Task Letters_of_all_sorts_arrive_whole()
    {
        Assert.Equal("Schöne Grüße 🦊 zurück", (await AskAsync("schöne Grüße 🦊")).Text);
        Assert.Equal("Schöne Grüße 🦊 zurück", (await StreamAsync("schöne Grüße 🦊")).ToChatResponse().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_asks_for_tools_and_goes_on_with_their_result(bool streamed)
    {
        var options = new ChatOptions { MaxOutputTokens = 64, Tools = [SearchMail] };
        var response = streamed ? (await StreamAsync("call the tool", options)).ToChatResponse() : await AskAsync("call the tool", options);
        var call = Assert.Single(response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>());
        Assert.Equal("search_mail", call.Name);
        Assert.Equal("from:anna", call.Arguments!["query"]?.ToString());
        Assert.Equal("5", call.Arguments["limit"]?.ToString());
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);

        ChatMessage[] next = [.. Say("call the tool"), .. response.Messages, new(ChatRole.Tool, [new FunctionResultContent(call.CallId, "2 found")])];
        Assert.Equal("Two messages are from Anna.", (await Open().Chat(Model).GetResponseAsync(next, options, Cancel)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_calls_at_once_are_told_apart(bool streamed)
    {
        var options = new ChatOptions { MaxOutputTokens = 64, Tools = [SearchMail] };
        var response = streamed ? (await StreamAsync("call two tools", options)).ToChatResponse() : await AskAsync("call two tools", options);
        var calls = response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToList();
        Assert.Equal(["one", "two"], calls.Select(c => c.Arguments!["query"]?.ToString()));
        Assert.Equal(2, calls.Select(c => c.CallId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_schema_constrains_the_answer()
    {
        var response = await AskAsync("as json", new ChatOptions { MaxOutputTokens = 64, ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "answer") });
        Assert.Equal(3, JsonElement.Parse(response.Text).GetProperty("score").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Schema_tools_limit_and_temperature_reach_the_provider(bool streamed)
    {
        await using var listener = await WireListener.StartAsync();
        var options = new ChatOptions { MaxOutputTokens = 4321, Temperature = 0.25f, Tools = [SearchMail], ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "answer") };
        var chat = Open(new Uri(listener.Url, Path)).Chat(Model);
        await Assert.ThrowsAsync<ModelException>(async () => _ = streamed ? (await chat.GetStreamingResponseAsync(Say("grüezi"), options, Cancel).ToListAsync(Cancel)).Count : (await chat.GetResponseAsync(Say("grüezi"), options, Cancel)).Messages.Count);
        var (body, headers) = Assert.Single(listener.Got);
        string[] parts = ["\"score\"", "search_mail", "\"limit\"", "4321", "grüezi", "You are terse.", .. SendsTemperature ? ["0.25"] : Array.Empty<string>()];
        Assert.All(parts, part => Assert.Contains(part, System.Text.RegularExpressions.Regex.Unescape(body), StringComparison.Ordinal));
        Assert.Contains("sk-secret-0123456789", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rate limited", ModelFailure.RateLimited, 7)]
    [InlineData("out of credit", ModelFailure.RateLimited, 1)]
    [InlineData("server error", ModelFailure.Unavailable, null)]
    [InlineData("overloaded", ModelFailure.Unavailable, null)]
    [InlineData("bad key", ModelFailure.Unauthorised, null)]
    [InlineData("no such model", ModelFailure.NoSuchModel, null)]
    [InlineData("too long", ModelFailure.TooLong, null)]
    [InlineData("bad request", ModelFailure.BadRequest, null)]
    [InlineData("a code in words", ModelFailure.BadRequest, null)]
    public async Task An_error_is_sorted_keeps_the_wish_to_wait_and_tells_nothing_of_what_was_sent(string text, ModelFailure failure, int? retryAfter)
    {
        foreach (var ask in new Func<Task>[] { () => AskAsync(text), async () => await StreamAsync(text) })
        {
            var error = await Assert.ThrowsAsync<ModelException>(ask);
            Assert.Equal(failure, error.Failure);
            Assert.Equal(retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null, error.RetryAfter);
            Assert.False(error.MayHaveCost);
            Assert.DoesNotContain("sk-", error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("boom", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_never_tries_again_by_itself()
    {
        var text = "server error " + Guid.NewGuid();
        await Assert.ThrowsAsync<ModelException>(() => AskAsync(text));
        Assert.Single(await Peer.SentAsync(text));
    }

    [Fact]
    public async Task A_stream_that_is_cut_is_no_answer()
    {
        var parts = new List<string>();
        var error = await Assert.ThrowsAsync<ModelException>(async () =>
        {
            await foreach (var update in Open().Chat(Model).GetStreamingResponseAsync(Say("cut stream"), new ChatOptions { MaxOutputTokens = 64 }, Cancel))
                parts.Add(update.Text);
        });
        Assert.True(error.MayHaveCost, error.ToString());
        Assert.StartsWith("one two", string.Concat(parts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_unavailable()
    {
        Assert.Equal(ModelFailure.Unavailable, (await Assert.ThrowsAsync<ModelException>(() => AskAsync("cut at once"))).Failure);
        Assert.Equal(ModelFailure.Unavailable, (await Assert.ThrowsAsync<ModelException>(async () => await StreamAsync("cut at once"))).Failure);
    }

    [Fact]
    public async Task Malformed_json_is_a_bad_answer_that_may_have_cost()
    {
        var error = await Assert.ThrowsAsync<ModelException>(() => AskAsync("malformed"));
        Assert.Equal((ModelFailure.BadAnswer, true), (error.Failure, error.MayHaveCost));
        Assert.True((await Assert.ThrowsAsync<ModelException>(async () => await StreamAsync("malformed"))).MayHaveCost);
    }

    [Theory]
    [InlineData("very slow")]
    [InlineData("drips")]
    public async Task Cancelling_ends_it_at_once_wherever_it_is(string text)
    {
        foreach (var streamed in new[] { false, true })
        {
            if (text == "drips" && !streamed)
                continue;
            using var leave = new CancellationTokenSource();
            var chat = Open().Chat(Model);
            var asking = streamed ? ListenAsync() : chat.GetResponseAsync(Say(text), new ChatOptions { MaxOutputTokens = 64 }, leave.Token);
            if (text != "drips")
                leave.CancelAfter(200);
            var began = TimeProvider.System.GetTimestamp();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
            Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));

            async Task ListenAsync()
            {
                await foreach (var update in chat.GetStreamingResponseAsync(Say(text), new ChatOptions { MaxOutputTokens = 64 }, leave.Token))
                {
                    if (update.Text.Length > 0)
                        await leave.CancelAsync();
                }
            }
        }
    }

    [Fact]
    public async Task It_lists_its_models() => Assert.NotEmpty(await Open().ListModelsAsync(Cancel));

    [Fact]
    public async Task A_port_where_nobody_is_cannot_be_reached()
    {
        using var taken = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        taken.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0)); // bound and not listening: connections are refused
        var nobody = Open(new Uri($"http://127.0.0.1:{((System.Net.IPEndPoint)taken.LocalEndPoint!).Port}{Path}"));
        Assert.Equal("it cannot be reached.", (await Assert.ThrowsAsync<ModelException>(() => nobody.ListModelsAsync(Cancel))).Message);
        Assert.Equal((ModelFailure.Unavailable, false), (await Assert.ThrowsAsync<ModelException>(() => nobody.Chat(Model).GetResponseAsync(Say("hello"), null, Cancel))) is var e ? (e.Failure, e.MayHaveCost) : default);
    }

    [Fact]
    public async Task It_connects_only_where_it_may()
    {
        var internet = Open(reach: Reach.Internet);
        var error = await Assert.ThrowsAsync<ModelException>(() => internet.Chat(Model).GetResponseAsync(Say("please say hello"), null, Cancel));
        Assert.Contains("inside this network", error.Message, StringComparison.Ordinal);
        var elsewhere = Open(new Uri("http://example.org" + Path));
        Assert.True(elsewhere.Local);
        Assert.Contains("example.org is not this machine", (await Assert.ThrowsAsync<ModelException>(() => elsewhere.Chat(Model).GetResponseAsync(Say("hello"), null, Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_none_is_refused() => Assert.Throws<FormatException>(() => Open(new Uri("ftp://127.0.0.1/")));

    [Fact]
    public async Task Embeddings_come_one_for_each_text_where_it_makes_them()
    {
        if (Open().Embeddings(Model) is not { } generator)
        {
            Assert.Equal("anthropic", Kind.Kind);
            return;
        }
        if (PeerEmbeds)
        {
            var made = await generator.GenerateAsync(["one", "two", "three"], null, Cancel);
            Assert.Equal(3, made.Count);
            Assert.All(made, e => Assert.Equal([0.25f, -0.5f, 1f], e.Vector.ToArray()));
        }
        var error = await Assert.ThrowsAsync<ModelException>(() => generator.GenerateAsync(["rate limited"], null, Cancel));
        Assert.Equal((ModelFailure.RateLimited, TimeSpan.FromSeconds(7)), (error.Failure, error.RetryAfter));
    }
}
