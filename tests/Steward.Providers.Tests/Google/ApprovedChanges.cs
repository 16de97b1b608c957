using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Actions.Execution;
using Steward.Actions.Undo;
using Steward.Platform;

namespace Steward.Providers.Tests.Google;

/// <summary>Changes of one account from the proposal to the end, by the real rooms: what a person approves is what the executor carries out, however long it takes.</summary>
sealed class ApprovedChanges(GoogleWorld google, IServiceProvider services, ActionSubject subject)
{
    static int keys;

    public async Task<ProposalView> ProposeAsync(string kind, object payload)
    {
        await using var scope = services.CreateAsyncScope();
        var staged = await scope.ServiceProvider.GetRequiredService<ProposeAction>().StageAsync(new ProposalDraft
        {
            Kind = kind, Subject = subject, Payload = payload as JsonElement? ?? Json.ToElement(payload), Why = "a test", IdempotencyKey = $"change-{Interlocked.Increment(ref keys)}",
        });
        Assert.True(staged.Ok, staged.Error?.Detail);
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
        return await GetAsync(staged.Value.Id);
    }

    public async Task<ProposalView> ApproveAsync(string kind, object payload)
    {
        var proposal = await ProposeAsync(kind, payload);
        await using var scope = services.CreateAsyncScope();
        var decided = await scope.ServiceProvider.GetRequiredService<DecideProposal>().RunAsync(new Decision(subject.PersonId, proposal.Id, true, proposal.Hash, Confirm: true), default);
        Assert.Equal(DecisionOutcome.Decided, decided.Outcome);
        return decided.Proposal!;
    }

    public async Task<ProposalView> GetAsync(Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ReadProposals>().ByIdsAsync(subject.PersonId, [id], default))[0];
    }

    /// <summary>Carries out what is due now, and what time brings, until it is decided what came of it; what the road held back arrives after the first try.</summary>
    public async Task<ProposalView> SettleAsync(Guid id)
    {
        google.Database.Clock.Advance(TimeSpan.FromMinutes(6)); // mail is held for five
        for (var round = 0; round < 12; round++)
        {
            await DrainAsync();
            if (round == 0)
                await google.Road.ArriveAsync();
            if (await GetAsync(id) is { State: not (ProposalState.Approved or ProposalState.Executing or ProposalState.Unknown or ProposalState.Undoing) } settled)
                return settled;
            google.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        return await GetAsync(id);
    }

    public Task DrainAsync() => ActivatorUtilities.CreateInstance<ActionExecutor>(services).DrainAsync(default);

    public async Task UndoAsync(Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UndoAction>().RunAsync(new Undo(subject.PersonId, id), default);
    }
}
