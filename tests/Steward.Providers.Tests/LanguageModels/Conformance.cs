using Steward.LanguageModels;
using Steward.Providers.Anthropic;
using Steward.Providers.Ollama;
using Steward.Providers.OpenAi;
using Steward.Testing;

namespace Steward.Providers.Tests.LanguageModels;

public sealed class OllamaConformance(ModelPeer peer) : ModelProviderConformance(peer), IClassFixture<ModelPeer>
{
    protected override IModelProviderKind Kind { get; } = new OllamaKind(Http);

    protected override bool TellsUsage => false;

    protected override bool PeerEmbeds => false;
}

public sealed class OpenAiConformance(ModelPeer peer) : ModelProviderConformance(peer), IClassFixture<ModelPeer>
{
    protected override IModelProviderKind Kind { get; } = new OpenAiKind(Http);

    protected override string Path => "/v1";
}

public sealed class AnthropicConformance(ModelPeer peer) : ModelProviderConformance(peer), IClassFixture<ModelPeer>
{
    protected override IModelProviderKind Kind { get; } = new AnthropicKind(Http);

    protected override string Model => "claude-haiku-4-5";

    protected override bool SendsTemperature => false;
}
