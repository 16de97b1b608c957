using Steward.LanguageModels;

namespace Steward.Providers.Tests.LanguageModels;

public sealed class EnvironmentTests
{
    static ModelProviderOptions Read(params (string Name, string Value)[] variables) => ModelProviderOptions.Read(name => variables.FirstOrDefault(v => v.Name == name).Value);

    [Fact]
    public void An_ollama_at_its_usual_place_needs_no_word()
    {
        var (kind, address) = Assert.Single(Read().Providers);
        Assert.Equal(("ollama", "ollama", new Uri("http://127.0.0.1:11434"), Reach.ThisMachine), (kind, address.Name, address.BaseUrl, address.Reach));
        Assert.Empty(Read(("STEWARD_OLLAMA_URL", "off")).Providers);
    }

    [Fact]
    public void Keys_and_addresses_make_providers_for_everybody()
    {
        var options = Read(("STEWARD_OLLAMA_URL", "http://ollama:11434"), ("STEWARD_LOCAL_HOSTS", "ollama"), ("STEWARD_OPENAI_API_KEY", "sk-1"), ("STEWARD_NIM_API_KEY", "nv"), ("STEWARD_VLLM_URL", "http://10.0.0.5:8000/v1"));
        Assert.Equal([("ollama", "ollama", Reach.ThisMachine), ("openai", "openai", Reach.Anywhere), ("openai", "nim", Reach.Anywhere), ("openai", "vllm", Reach.Anywhere)],
            options.Providers.Select(p => (p.Kind, p.Address.Name, p.Address.Reach)));
        Assert.Equal("sk-1", options.Providers[1].Address.Key!.Reveal());
    }

    [Theory]
    [InlineData("localhost:11434")]
    [InlineData("ftp://here")]
    [InlineData("http://user:password@here")]
    public void A_wrong_address_is_refused_by_its_name(string url) =>
        Assert.StartsWith("STEWARD_OLLAMA_URL", Assert.Throws<FormatException>(() => Read(("STEWARD_OLLAMA_URL", url))).Message, StringComparison.Ordinal);

    [Fact]
    public void Recording_is_off_unless_it_is_switched_on_and_a_replay_wants_its_file()
    {
        Assert.False(Read().Record);
        Assert.True(Read(("STEWARD_MODEL_RECORDING", "on")).Record);
        Assert.StartsWith("STEWARD_MODEL_RECORDING", Assert.Throws<FormatException>(() => Read(("STEWARD_MODEL_RECORDING", "yes"))).Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/recording.jsonl cannot be read", Assert.Throws<FormatException>(() => Read(("STEWARD_MODEL_REPLAY", "/nowhere/recording.jsonl"))).Message, StringComparison.Ordinal);
    }
}
