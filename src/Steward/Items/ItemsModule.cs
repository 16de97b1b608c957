using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Items.Imports;

namespace Steward.Items;

/// <summary>The room's doors: what comes into Steward from files.</summary>
public static class ItemsModule
{
    public static IServiceCollection AddItems(this IServiceCollection services, ImportOptions options)
    {
        services.AddSingleton(options);
        services.AddScoped<SeedDemo>().AddScoped<StartImport>().AddScoped<CancelImport>().AddScoped<ListImports>().AddScoped<StoreBatch>();
        services.AddSingleton<RunImport>().AddSingleton<SweepSpool>();
        services.AddHostedService<ImportWorker>();
        return services;
    }

    /// <summary>Under /api/v1, signed in.</summary>
    public static void MapItems(this IEndpointRouteBuilder routes) => ImportEndpoints.Map(routes);
}
