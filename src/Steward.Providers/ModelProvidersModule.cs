using Microsoft.Extensions.DependencyInjection;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Providers.Anthropic;
using Steward.Providers.ModelHttp;
using Steward.Providers.Ollama;
using Steward.Providers.OpenAi;
using Steward.Providers.Recording;
using Steward.Providers.Web;

namespace Steward.Providers;

/// <summary>Wires the providers of language models: the kinds that people may configure, and those that the environment names for everybody.</summary>
public static class ModelProvidersModule
{
    public static IServiceCollection AddModelProviders(this IServiceCollection services, ModelProviderOptions options)
    {
        services.AddSingleton(new GuardedHttp(options.ThisMachine)).AddSingleton<ModelHttpFactory>();
        services.AddSingleton<IModelProviderKind, OllamaKind>().AddSingleton<IModelProviderKind, OpenAiKind>().AddSingleton<IModelProviderKind, AnthropicKind>();
        if (options.Replay is { } replay)
        {
            services.AddSingleton(replay);
            foreach (var (from, models) in replay.Providers)
            {
                var address = new ProviderAddress(from.Provider, from.BaseUrl, new Secret("replayed"), from.Local ? Reach.ThisMachine : Reach.Anywhere);
                services.AddSingleton<IModelProvider>(provider => new ReplayedProvider(Open(provider, from.Kind, address), models));
            }
            return services;
        }
        foreach (var (kind, address) in options.Providers)
            services.AddSingleton(provider => Open(provider, kind, address));
        return services;
    }

    static IModelProvider Open(IServiceProvider provider, string kind, ProviderAddress address) =>
        provider.GetServices<IModelProviderKind>().FirstOrDefault(k => k.Kind == kind)?.Open(address) ?? throw new FormatException($"There is no kind {kind} of provider.");
}
