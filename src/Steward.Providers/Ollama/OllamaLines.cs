using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Steward.Providers.Ollama;

/// <summary>One JSON object a line.</summary>
static class OllamaLines
{
    /// <exception cref="JsonException">A line is not one.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length > 0)
                yield return JsonSerializer.Deserialize<T>(line, OllamaJson.Options) ?? throw new JsonException("null");
        }
    }
}
