using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Steward.Testing;

/// <summary>A class fixture: a server (aimock) that speaks the protocols of OpenAI, Anthropic and Ollama on one port; see <c>ModelPeers/serve.mjs</c> for what it answers.</summary>
public sealed class ModelPeer : IAsyncLifetime
{
    Process? process;

    public Uri Url { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using (var install = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "build", "install-model-peers")) { RedirectStandardOutput = true, UseShellExecute = false })!)
            await install.WaitForExitAsync();
        process = Process.Start(new ProcessStartInfo("node", "serve.mjs")
        {
            WorkingDirectory = Path.Combine(Repository.Root, "tests", "Steward.Testing", "ModelPeers"), RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        Url = new Uri(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The stand-in for model providers did not start."));
    }

    /// <summary>The bodies of the requests that hold the text, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> SentAsync(string text)
    {
        using var http = new HttpClient { BaseAddress = Url };
        var journal = await http.GetFromJsonAsync<JsonElement>("/__aimock/journal?limit=2000");
        return [.. journal.EnumerateArray().Select(e => e.GetProperty("body")).Where(b => b.GetRawText().Contains(text, StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        process.StandardInput.Close();
        if (!process.WaitForExit(2000))
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
