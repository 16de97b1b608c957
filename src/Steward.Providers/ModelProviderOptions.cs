using Steward.LanguageModels;
using Steward.Platform;
using Steward.Providers.Recording;

namespace Steward.Providers;

/// <summary>What the environment says about language models. An Ollama at its usual place needs no word: it is used when it is there.</summary>
public sealed record ModelProviderOptions
{
    /// <summary>Kind and address of each provider that serves everybody.</summary>
    public IReadOnlyList<(string Kind, ProviderAddress Address)> Providers { get; init; } = [];

    /// <summary>STEWARD_LOCAL_HOSTS: host names that are this machine although they are not loopback, such as a neighbouring container's.</summary>
    public IReadOnlyList<string> ThisMachine { get; init; } = [];

    /// <summary>STEWARD_MODEL_RECORDING is "on": what goes to models and comes back is kept, without secrets, for the person for whom it was asked.</summary>
    public bool Record { get; init; }

    /// <summary>STEWARD_MODEL_REPLAY: a recording that answers in the place of every provider.</summary>
    public ModelReplay? Replay { get; init; }

    /// <summary>
    /// <c>STEWARD_OLLAMA_URL</c> ("off": none); <c>STEWARD_X_API_KEY</c> and <c>STEWARD_X_URL</c> for OPENAI, ANTHROPIC, GEMINI and NIM; <c>STEWARD_VLLM_URL</c> and
    /// <c>STEWARD_LMSTUDIO_URL</c>; <c>STEWARD_MODEL_RECORDING</c> and <c>STEWARD_MODEL_REPLAY</c>.
    /// </summary>
    /// <exception cref="FormatException">A variable is wrong; the message names it.</exception>
    public static ModelProviderOptions Read(Func<string, string?> variable)
    {
        string[] hosts = [.. (Get("STEWARD_LOCAL_HOSTS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var providers = new List<(string, ProviderAddress)>();
        foreach (var preset in ModelPreset.All)
        {
            var name = "STEWARD_" + preset.Name.ToUpperInvariant();
            var url = Get(name + "_URL");
            var key = Get(name + "_API_KEY");
            var wanted = preset.Name == "ollama" ? url != "off" : preset.NeedsKey ? key is not null : url is not null;
            if (!wanted)
                continue;
            var address = url is null ? preset.BaseUrl : Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.UserInfo.Length == 0 ? uri
                : throw new FormatException($"{name}_URL is not an address such as {preset.BaseUrl}.");
            providers.Add((preset.Kind, new ProviderAddress(preset.Name, address, key is null ? null : new Secret(key), IsHere(address, hosts) ? Reach.ThisMachine : Reach.Anywhere)));
        }
        var record = Get("STEWARD_MODEL_RECORDING") switch
        {
            null or "off" => false,
            "on" => true,
            _ => throw new FormatException("STEWARD_MODEL_RECORDING is “on” or “off”."),
        };
        return new ModelProviderOptions { Providers = providers, ThisMachine = hosts, Record = record, Replay = Get("STEWARD_MODEL_REPLAY") is { } file ? ModelReplay.Read(file) : null };

        string? Get(string name) => string.IsNullOrWhiteSpace(variable(name)) ? null : variable(name)!.Trim();
    }

    static bool IsHere(Uri address, string[] hosts) => address.IsLoopback || hosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase);
}
