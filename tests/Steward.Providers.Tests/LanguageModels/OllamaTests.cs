using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Steward.LanguageModels;
using Steward.Providers.ModelHttp;
using Steward.Providers.Ollama;
using Steward.Providers.Web;

namespace Steward.Providers.Tests.LanguageModels;

/// <summary>What of Ollama's protocol the stand-in does not speak: sizes and contexts of models, usage, pulling, errors in the middle of a stream.</summary>
public sealed class OllamaTests : IAsyncLifetime
{
    readonly WebApplication app;
    readonly List<(string Path, JsonElement Body)> sent = [];
    string[] answer = [];
    int shown;

    public OllamaTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapGet("/api/tags", () => Results.Text(
            """
            {"models":[{"name":"llama3.2:3b","digest":"a1","details":{"parameter_size":"3.2B"}},{"name":"nomic-embed-text:latest","digest":"b2","details":{"parameter_size":"137M"}},{"name":"phi3:mini","digest":"c3","details":{}}]}
            """));
        app.MapPost("/api/show", async (HttpRequest request) =>
        {
            shown++;
            var name = (await JsonDocument.ParseAsync(request.Body)).RootElement.GetProperty("model").GetString();
            return name switch
            {
                "llama3.2:3b" => Results.Text("""{"capabilities":["completion","tools"],"model_info":{"general.architecture":"llama","llama.context_length":8192}}"""),
                "nomic-embed-text:latest" => Results.Text("""{"capabilities":["embedding"],"model_info":{"nomic-bert.context_length":2048}}"""),
                _ => Results.StatusCode(500),
            };
        });
        foreach (var path in new[] { "/api/chat", "/api/pull", "/api/embed" })
        {
            app.MapPost(path, async (HttpContext context) =>
            {
                sent.Add((path, (await JsonDocument.ParseAsync(context.Request.Body)).RootElement));
                foreach (var line in answer)
                    await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
            });
        }
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    IModelProvider Ollama => new OllamaKind(new ModelHttpFactory(new GuardedHttp([]), TimeProvider.System)).Open(new ProviderAddress("ollama", new Uri(app.Urls.First()), null, Reach.ThisMachine));

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task It_knows_the_size_and_context_of_its_models_and_which_of_them_embed()
    {
        var ollama = Ollama;
        Assert.Equal([new ModelInfo("llama3.2:3b", 3.2, 8192, false), new ModelInfo("nomic-embed-text:latest", 0.137, 2048, true), new ModelInfo("phi3:mini")], await ollama.ListModelsAsync(Cancel));
        await ollama.ListModelsAsync(Cancel);
        Assert.Equal(3, shown);
    }

    [Fact]
    public async Task The_context_is_always_said_because_ollama_cuts_off_silently_what_is_longer()
    {
        answer = ["""{"message":{"role":"assistant","content":"ok"},"done":true,"done_reason":"stop","prompt_eval_count":26,"eval_count":9}"""];
        var ollama = Ollama;
        await ollama.ListModelsAsync(Cancel);
        var chat = ollama.Chat("llama3.2:3b");
        var response = await chat.GetResponseAsync([new ChatMessage(ChatRole.User, "short")], new ChatOptions { MaxOutputTokens = 100 }, Cancel);
        await chat.GetResponseAsync([new ChatMessage(ChatRole.User, new string('x', 15_000))], new ChatOptions { MaxOutputTokens = 100 }, Cancel);
        await chat.GetResponseAsync([new ChatMessage(ChatRole.User, new string('x', 90_000))], new ChatOptions { MaxOutputTokens = 100 }, Cancel);
        Assert.Equal([4096, 8192, 8192], sent.Select(s => s.Body.GetProperty("options").GetProperty("num_ctx").GetInt32()));
        Assert.Equal((26, 9), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_stream_is_one()
    {
        answer = ["""{"message":{"role":"assistant","content":"so far"},"done":false}""", """{"error":"llama runner process has terminated"}"""];
        var error = await Assert.ThrowsAsync<ModelException>(async () => await Ollama.Chat("m").GetStreamingResponseAsync("hello", null, Cancel).ToListAsync(Cancel));
        Assert.True(error.MayHaveCost);
    }

    [Fact]
    public async Task All_texts_are_embedded_in_one_call()
    {
        answer = ["""{"model":"nomic-embed-text","embeddings":[[0.5,1],[0.25,-1]],"prompt_eval_count":8}"""];
        var made = await Ollama.Embeddings("nomic-embed-text")!.GenerateAsync(["one", "two"], null, Cancel);
        Assert.Equal([[0.5f, 1f], [0.25f, -1f]], made.Select(e => e.Vector.ToArray()));
        Assert.Equal(8, made.Usage!.InputTokenCount);
        Assert.Equal("two", sent.Single().Body.GetProperty("input")[1].GetString());
    }

    [Fact]
    public async Task A_result_goes_back_under_the_name_of_its_tool()
    {
        answer = ["""{"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"a","arguments":{}}}]},"done":false}""",
            """{"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"b","arguments":{}}}]},"done":false}""", """{"done":true,"done_reason":"stop","eval_count":3}"""];
        var response = (await Ollama.Chat("m").GetStreamingResponseAsync("hello", null, Cancel).ToListAsync(Cancel)).ToChatResponse();
        var calls = response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToList();
        Assert.Equal(["call_1", "call_2"], calls.Select(c => c.CallId));
        answer = ["""{"message":{"role":"assistant","content":"fine"},"done":true}"""];
        await Ollama.Chat("m").GetResponseAsync([.. response.Messages, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_2", "yes")])], null, Cancel);
        Assert.Equal("b", sent[^1].Body.GetProperty("messages").EnumerateArray().Last().GetProperty("tool_name").GetString());
    }

    [Fact]
    public async Task Pulling_tells_how_far_it_is()
    {
        answer = ["""{"status":"pulling manifest"}""", """{"status":"pulling a1b2","digest":"sha256:a1","total":2000,"completed":500}""", """{"status":"success"}"""];
        var progress = await Ollama.Pull("llama3.2:3b", Cancel)!.ToListAsync(Cancel);
        Assert.Equal([new PullProgress("pulling manifest", null, null), new PullProgress("pulling a1b2", 500, 2000), new PullProgress("success", null, null)], progress);
        Assert.Equal("llama3.2:3b", sent.Single().Body.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_pull_that_fails_or_breaks_off_is_no_success()
    {
        answer = ["""{"status":"pulling manifest"}""", """{"error":"pull model manifest: file does not exist"}"""];
        Assert.Equal("ollama cannot pull nothing.", (await Assert.ThrowsAsync<ModelException>(async () => await Ollama.Pull("nothing", Cancel)!.ToListAsync(Cancel))).Message);
        answer = ["""{"status":"pulling manifest"}"""];
        Assert.True((await Assert.ThrowsAsync<ModelException>(async () => await Ollama.Pull("half", Cancel)!.ToListAsync(Cancel))).BrokeOff);
    }
}
