using Microsoft.Extensions.DependencyInjection;
using Steward.LanguageModels;
using Steward.Providers.Anthropic;
using Steward.Providers.ModelHttp;
using Steward.Providers.Ollama;
using Steward.Providers.OpenAi;
using Steward.Providers.Reaching;

namespace Steward.Providers;

/// <summary>Wires the providers of language models: the kinds that people may configure, and those that the environment names for everybody.</summary>
public static class ModelProvidersModule
{
    public static IServiceCollection AddModelProviders(this IServiceCollection services, ModelProviderOptions options)
    {
        services.AddSingleton(new ReachHandler(options.ThisMachine)).AddSingleton<ModelHttpFactory>();
        services.AddSingleton<IModelProviderKind, OllamaKind>().AddSingleton<IModelProviderKind, OpenAiKind>().AddSingleton<IModelProviderKind, AnthropicKind>();
        foreach (var (kind, address) in options.Providers)
            services.AddSingleton(provider => provider.GetServices<IModelProviderKind>().First(k => k.Kind == kind).Open(address));
        return services;
    }
}
