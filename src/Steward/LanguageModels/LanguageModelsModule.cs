using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.LanguageModels.Budgets;
using Steward.LanguageModels.Caching;
using Steward.LanguageModels.Calling;
using Steward.LanguageModels.Configuring;
using Steward.LanguageModels.Providers;
using Steward.LanguageModels.Recording;
using Steward.LanguageModels.Routing;
using Steward.LanguageModels.Usage;
using Steward.Platform;

namespace Steward.LanguageModels;

/// <summary>The room's doors.</summary>
public static class LanguageModelsModule
{
    /// <summary>Providers join by <see cref="AddModelProvider"/>, and kinds that people may configure by registering an <see cref="IModelProviderKind"/>.</summary>
    /// <param name="record">Whether calls are recorded.</param>
    public static IServiceCollection AddLanguageModels(this IServiceCollection services, bool record = false) => services
        .AddSingleton<Ledger>().AddSingleton<BudgetNotices>().AddSingleton<BudgetReader>().AddDueWork<TidyModels>()
        .AddSingleton<ProviderLines>().AddSingleton<ProviderKeys>().AddSingleton<PersonSetups>().AddSingleton(new ModelRecording(record)).AddSingleton<ModelTape>()
        .AddSingleton<Router>().AddSingleton<Estimator>().AddSingleton<MeteredCall>().AddSingleton<AnswerCache>().AddSingleton<Flights>().AddSingleton<ChatAttempt>()
        .AddScoped<ConfigureProvider>().AddScoped<ReadModels>().AddSingleton<TestProvider>().AddSingleton<PullModel>().AddSingleton<ReadUsage>().AddSingleton<ModelSpending>()
        .AddSingleton(p => new ModelGateway(
            p.GetRequiredService<PersonSetups>(), p.GetRequiredService<Router>(), p.GetRequiredService<ChatAttempt>(), p.GetRequiredService<MeteredCall>(), p.GetRequiredService<Flights>(),
            p.GetRequiredService<Estimator>(), p.GetRequiredService<Ledger>(), p.GetRequiredService<Ids>(), p.GetRequiredService<TimeProvider>()));

    /// <summary>A provider that serves everybody.</summary>
    public static IServiceCollection AddModelProvider(this IServiceCollection services, IModelProvider provider) => services.AddSingleton(provider);

    public static IEndpointRouteBuilder MapLanguageModels(this IEndpointRouteBuilder routes)
    {
        ModelEndpoints.Map(routes);
        UsageEndpoints.Map(routes);
        RecordingRoutes.Map(routes);
        return routes;
    }
}
