using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions.Execution;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions;

/// <summary>The two doors of Actions, and the two ways in which other rooms contribute to it. Needs <c>AddPlatform</c> and <c>AddAudit</c>.</summary>
public static class ActionsModule
{
    public static IServiceCollection AddActions(this IServiceCollection services)
    {
        services.AddSingleton<ActionKinds>();
        services.AddScoped<PrepareProposal>().AddScoped<StageChange>().AddScoped<ReadProposals>();
        services.AddScoped(of => new ProposeAction(of.GetRequiredService<PrepareProposal>(), of.GetRequiredService<StageChange>(),
            of.GetRequiredService<StewardDbContext>(), of.GetRequiredService<LiveEvents>(), of.GetRequiredService<TimeProvider>(), of.GetRequiredService<Ids>()));
        services.AddScoped(of => new WithdrawProposals(of.GetRequiredService<StewardDbContext>(), of.GetRequiredService<StageChange>(), of.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Contributes a kind of change.</summary>
    public static IServiceCollection AddActionKind<T>(this IServiceCollection services) where T : class, IActionKind => services.AddSingleton<IActionKind, T>();

    /// <summary>Contributes the performer of a provider. One per effect, from a scope of its own.</summary>
    public static IServiceCollection AddActionPerformer<T>(this IServiceCollection services) where T : class, IActionPerformer => services.AddScoped<IActionPerformer, T>();

    public static IEndpointRouteBuilder MapActions(this IEndpointRouteBuilder routes) => routes;
}
