using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Items.Imports;
using Steward.Items.Push;
using Steward.Items.Syncing;
using Steward.Platform;

namespace Steward.Items;

/// <summary>The room's doors: what comes into Steward, from files and from other providers.</summary>
public static class ItemsModule
{
    public static IServiceCollection AddItems(this IServiceCollection services, ImportOptions options)
    {
        services.AddSingleton(options);
        services.AddScoped<SeedDemo>().AddScoped<StartImport>().AddScoped<CancelImport>().AddScoped<ListImports>().AddScoped<StoreBatch>();
        services.AddSingleton<RunImport>().AddSingleton<SweepSpool>();
        services.AddHostedService<ImportWorker>();
        return services.AddSyncing();
    }

    /// <summary>Keeps the accounts in step for which providers contribute an <see cref="ISyncSource"/>.</summary>
    public static IServiceCollection AddSyncing(this IServiceCollection services)
    {
        services.TryAddSingleton(new Random());
        services.AddScoped<ClaimSync>().AddScoped<RunSync>().AddScoped<WakeSync>().AddScoped<ListSyncs>().AddScoped<SyncStanding>();
        services.AddOutboxHandler<OnAccountConnected>();
        services.AddDueWork<KeepChannels>();
        services.AddSingleton<SyncWorker>().AddHostedService(of => of.GetRequiredService<SyncWorker>());
        return services;
    }

    /// <summary>Under /api/v1, signed in; but for what providers tell.</summary>
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        ImportEndpoints.Map(routes);
        SyncEndpoints.Map(routes);
        PushEndpoint.Map(routes);
    }
}
