using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions.Approvals;
using Steward.Actions.Execution;
using Steward.Actions.Permissions;
using Steward.Actions.Policy;
using Steward.Actions.Proposals;
using Steward.Actions.Undo;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions;

/// <summary>The two doors of Actions, and the two ways in which other rooms contribute to it. Needs <c>AddPlatform</c> and <c>AddAudit</c>.</summary>
public static class ActionsModule
{
    public static IServiceCollection AddActions(this IServiceCollection services)
    {
        services.AddPersonSettings().AddAccess();
        services.AddSingleton<ActionKinds>();
        services.AddSingleton<JudgeProposal>(ActionPolicy.Decide).AddScoped<PrepareProposal>().AddScoped<StageChange>().AddScoped<ReadProposals>();
        services.AddScoped(of => new ProposeAction(of.GetRequiredService<PrepareProposal>(), of.GetRequiredService<StageChange>(),
            of.GetRequiredService<StewardDbContext>(), of.GetRequiredService<PersonSettingsReader>(), of.GetRequiredService<StandingPermissions>(), of.GetRequiredService<LiveEvents>(), of.GetRequiredService<TimeProvider>(), of.GetRequiredService<Ids>()));
        services.AddScoped(of => new WithdrawProposals(of.GetRequiredService<StewardDbContext>(), of.GetRequiredService<StageChange>(), of.GetRequiredService<TimeProvider>()));
        services.AddScoped(of => new MarkTargetsChanged(of.GetRequiredService<StewardDbContext>(), of.GetRequiredService<StageChange>()));
        services.AddScoped<StandingPermissions>();
        services.AddScoped<ProposeByHand>().AddScoped<ListProposals>();
        services.AddScoped<DecideProposal>().AddScoped<DecideBatch>().AddScoped<EditProposal>();
        services.AddScoped<Standing>().AddScoped<ClaimApproved>().AddScoped<CallPerformer>().AddScoped<RecordOutcome>().AddScoped<RunEffect>();
        services.AddScoped(of => new UndoLast(of.GetRequiredService<UndoAction>()));
        services.AddScoped<UndoAction>().AddScoped<SendNow>().AddScoped<RetryAction>();
        services.AddSingleton<ActionExecutor>();
        services.AddHostedService(of => of.GetRequiredService<ActionExecutor>());
        services.AddOutboxHandler<OnAccountConnected>();
        services.AddDueWork<ExpireProposals>();
        return services;
    }

    /// <summary>Contributes a kind of change.</summary>
    public static IServiceCollection AddActionKind<T>(this IServiceCollection services) where T : class, IActionKind => services.AddSingleton<IActionKind, T>();

    /// <summary>Contributes the performer of a provider. One per effect, from a scope of its own.</summary>
    public static IServiceCollection AddActionPerformer<T>(this IServiceCollection services) where T : class, IActionPerformer => services.AddScoped<IActionPerformer, T>();

    /// <summary>/approvals and /actions, under the caller's prefix.</summary>
    public static IEndpointRouteBuilder MapActions(this IEndpointRouteBuilder routes)
    {
        ApprovalEndpoints.Map(routes);
        ActionEndpoints.Map(routes);
        PermissionEndpoints.Map(routes);
        return routes;
    }
}
