using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Steward.Platform;

/// <summary>The platform's door.</summary>
public static class PlatformModule
{
    /// <summary>Needs an <see cref="NpgsqlDataSource"/>, a <see cref="TimeProvider"/> and, where secrets are sealed, <see cref="MasterKeys"/> in the container.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services)
    {
        services.AddSingleton<Ids>();
        services.AddSingleton<Seals>().AddScoped<MasterKeyLedger>();
        services.AddSingleton<Migrator>();
        services.AddDbContext<StewardDbContext>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddScoped<Outbox>();
        services.AddScoped<LiveEvents>();
        services.AddSingleton<WaitLog>();
        services.AddDueWork<ForgetWaits>();
        services.AddSingleton<Notifications>();
        services.AddHostedService(provider => provider.GetRequiredService<Notifications>());
        services.AddHostedService<OutboxDispatcher>();
        return services;
    }

    public static IServiceCollection AddOutboxHandler<T>(this IServiceCollection services) where T : class, IOutboxHandler =>
        services.AddScoped<IOutboxHandler, T>();

    /// <summary>The work itself, scoped, and the clock that does it.</summary>
    public static IServiceCollection AddDueWork<T>(this IServiceCollection services) where T : class, IDueWork => services.AddScoped<T>().AddHostedService<DueClock<T>>();

    /// <summary>A context of its own, for a command that runs without the container.</summary>
    public static StewardDbContext Context(NpgsqlDataSource database)
    {
        var options = new DbContextOptionsBuilder<StewardDbContext>();
        Configure(options, database);
        return new(options.Options);
    }

    internal static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource database) => 
        options.UseNpgsql(database).ConfigureWarnings(warnings => warnings.Throw(CoreEventId.CollectionWithoutComparer));
}
