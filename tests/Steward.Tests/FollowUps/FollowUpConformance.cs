using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Audit;
using Steward.FollowUps;
using Steward.FollowUps.Performing;
using Steward.Mail;
using Steward.Testing;
using Steward.Tests.Actions;

namespace Steward.Tests.FollowUps;

/// <summary>What every performer promises, kept by the one of follow-ups.</summary>
public sealed class FollowUpConformance(TestDatabase database) : PerformerConformance, IClassFixture<TestDatabase>
{
    static readonly MailAddress Sarah = new("Sarah", "sarah@work.example");

    protected override string Provider => IActionPerformer.Any;

    protected override IReadOnlyList<string> Kinds { get; } = [FollowUpActions.Wait, FollowUpActions.Cancel];

    protected override async Task<ConformanceCase> ArrangeAsync(string kind)
    {
        var (person, account) = await database.AddPersonAsync();
        var subject = new ActionSubject(person, account.Id);
        var services = database.Services(s => s.AddSingleton(new DefaultZone("UTC")).AddAudit().AddActions().AddMail().AddFollowUps());
        var performer = services.CreateScope().ServiceProvider.GetServices<IActionPerformer>().OfType<FollowUpPerformer>().Single();
        var now = database.Clock.GetUtcNow();
        if (kind == FollowUpActions.Wait)
            return new ConformanceCase(performer, kind, subject, new WaitPayload { For = [Sarah], Due = now.AddDays(1) }, null, () => ObserveAsync(account.Id), () => InterfereAsync(account.Id));
        await using var db = database.Context();
        var row = new FollowUp { Id = Guid.NewGuid(), PersonId = person, AccountId = account.Id, WaitsFor = [Sarah], Since = now, DueAt = now.AddDays(1), CreatedAt = now, State = FollowUpState.Waiting, Revision = 1 };
        db.Add(row);
        await db.SaveChangesAsync();
        return new ConformanceCase(performer, kind, subject, new CancelFollowUpPayload(row.Id), "1", () => ObserveAsync(account.Id), () => InterfereAsync(account.Id));
    }

    async Task<string> ObserveAsync(Guid account)
    {
        await using var db = database.Context();
        return string.Join('\n', (await db.Set<FollowUp>().AsNoTracking().Where(f => f.AccountId == account).OrderBy(f => f.Id).ToListAsync()).Select(f => $"{f.State} {FollowUpView.Names(f.WaitsFor)} {f.DueAt:O} {f.Note}"));
    }

    async Task InterfereAsync(Guid account)
    {
        await using var db = database.Context();
        await db.Set<FollowUp>().Where(f => f.AccountId == account).ExecuteUpdateAsync(set => set.SetProperty(f => f.Revision, f => f.Revision + 100).SetProperty(f => f.Note, "interfered"));
    }
}
