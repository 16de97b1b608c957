using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Audit;
using Steward.FollowUps;
using Steward.FollowUps.Watching;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using Steward.Tests.Mail;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.FollowUps;

/// <summary>An answer is waited for until it comes or is due, is raised once, and asks again only after approval.</summary>
public sealed class FollowUpTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const string Sarah = "sarah@work.example";

    [Fact]
    public async Task Without_an_answer_it_is_raised_once_with_a_mail_that_asks_again_and_nothing_is_sent()
    {
        await using var world = await WorldAsync();
        var letter = await SentAsync(world, "Budget");
        await PerformAsync(world, Wait(world, letter));
        await WatchAsync(world);
        Assert.Equal(FollowUpState.Waiting, Assert.Single(await ListAsync(world)).State);
        world.Database.Clock.Advance(TimeSpan.FromHours(3));
        await Task.WhenAll(WatchAsync(world), WatchAsync(world), WatchAsync(world));
        await WatchAsync(world);

        var due = Assert.Single(await ListAsync(world));
        Assert.Equal((FollowUpState.Due, "Budget"), (due.State, due.Subject));
        var proposal = Assert.Single(await ProposalsAsync(world));
        Assert.Equal((due.ProposalId, MailActions.Reply, ProposalState.Pending), (proposal.Id, proposal.Kind, proposal.State));
        var mail = Json.Read<ComposePayload>(proposal.Payload);
        Assert.Equal((Sarah, letter), (Assert.Single(mail.To).Email, mail.InReplyToMessageId));
        Assert.StartsWith("Hi Sarah,", mail.Text, StringComparison.Ordinal);
        Assert.Single(await EventsAsync(world, "follow_up_due"));
        Assert.Equal(["Budget"], await world.SubjectsAsync("in:sent"));
    }

    [Fact]
    public async Task An_answer_ends_the_wait_before_it_is_due()
    {
        await using var world = await WorldAsync();
        await PerformAsync(world, Wait(world, await SentAsync(world, "Budget")));
        await world.StoreAsync(Letter("Automatic reply: Budget", $"Sarah Miller <{Sarah}>", inReplyTo: "budget@me.example", date: world.Now.AddMinutes(1)));
        await WatchAsync(world);
        Assert.Equal(FollowUpState.Waiting, Assert.Single(await ListAsync(world)).State);
        await world.StoreAsync(Letter("Re: Budget", $"Sarah Miller <{Sarah}>", inReplyTo: "budget@me.example", date: world.Now.AddMinutes(2)));
        await WatchAsync(world);
        world.Database.Clock.Advance(TimeSpan.FromDays(2));
        await WatchAsync(world);
        Assert.Empty(await ListAsync(world));
        Assert.Empty(await ProposalsAsync(world));
        Assert.Equal(FollowUpState.Answered, Assert.Single(await ListAsync(world, settled: true)).State);
        Assert.Single(await EventsAsync(world, "follow_up_answered"));
    }

    [Fact]
    public async Task An_answer_that_comes_late_takes_the_proposed_mail_back()
    {
        await using var world = await WorldAsync();
        await PerformAsync(world, Wait(world, await SentAsync(world, "Budget")));
        world.Database.Clock.Advance(TimeSpan.FromHours(3));
        await WatchAsync(world);
        await world.StoreAsync(Letter("Re: Budget", $"Sarah Miller <{Sarah}>", inReplyTo: "budget@me.example", date: world.Now.AddMinutes(2)));
        await WatchAsync(world);
        Assert.Equal(ProposalState.Cancelled, Assert.Single(await ProposalsAsync(world)).State);
        Assert.Equal(FollowUpState.Answered, Assert.Single(await ListAsync(world, settled: true)).State);
    }

    [Fact]
    public async Task Somebody_elses_mail_and_other_conversations_are_no_answer_but_are_told_of()
    {
        await using var world = await WorldAsync();
        await PerformAsync(world, Wait(world, await SentAsync(world, "Budget")));
        await world.StoreAsync(
            Letter("Re: Budget", "Ben <ben@work.example>", inReplyTo: "budget@me.example", date: world.Now.AddMinutes(1)),
            Letter("Lunch?", $"Sarah Miller <{Sarah}>", date: world.Now.AddMinutes(1)));
        world.Database.Clock.Advance(TimeSpan.FromHours(3));
        await WatchAsync(world);
        var due = Assert.Single(await ListAsync(world));
        Assert.Equal(FollowUpState.Due, due.State);
        Assert.Contains("“Lunch?”", due.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mail_that_waits_any_mail_of_theirs_counts_in_every_mailbox()
    {
        await using var world = await WorldAsync();
        var second = MailWorld.Of(world.Mailbox.PersonId, await world.Database.AddAccountAsync(world.Mailbox.PersonId, $"{Guid.NewGuid():n}@steward.local", "second"));
        await PerformAsync(world, new WaitPayload { For = [new MailAddress("Sarah Miller", Sarah)], Due = world.Now.AddHours(2) });
        await world.StoreAsync(second, Letter("Hello", $"Sarah Miller <{Sarah}>", date: world.Now.AddMinutes(1)));
        await WatchAsync(world);
        Assert.Equal(FollowUpState.Answered, Assert.Single(await ListAsync(world, settled: true)).State);
    }

    [Fact]
    public async Task Undo_takes_it_back_and_a_cancelled_one_waits_again()
    {
        await using var world = await WorldAsync();
        var made = Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, Wait(world, await SentAsync(world, "Budget"))));
        var id = Assert.Single(await ListAsync(world)).Id;
        var cancelled = Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, FollowUpActions.Cancel, new CancelFollowUpPayload(id)));
        Assert.Empty(await ListAsync(world));
        Assert.IsType<PerformOutcome.Stale>(await UndoAsync(world, made));
        Assert.IsType<PerformOutcome.Done>(await UndoAsync(world, cancelled));
        Assert.Equal(FollowUpState.Waiting, Assert.Single(await ListAsync(world)).State);

        await using var other = await WorldAsync();
        var gone = Assert.IsType<PerformOutcome.Done>(await PerformAsync(other, Wait(other, await SentAsync(other, "Budget"))));
        Assert.IsType<PerformOutcome.Done>(await UndoAsync(other, gone));
        Assert.Empty(await ListAsync(other));
        other.Database.Clock.Advance(TimeSpan.FromDays(1));
        await WatchAsync(other);
        Assert.Empty(await EventsAsync(other, "follow_up_due"));
    }

    [Fact]
    public async Task A_key_is_performed_once_also_at_the_same_time()
    {
        await using var world = await WorldAsync();
        var payload = Wait(world, await SentAsync(world, "Budget"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PerformAsync(world, FollowUpActions.Wait, payload, key: "same"))));
        Assert.Single(await ListAsync(world));
    }

    [Fact]
    public async Task The_preview_says_what_is_waited_for_and_what_makes_no_sense_is_refused()
    {
        await using var world = await WorldAsync();
        var letter = await SentAsync(world, "Budget");
        var preview = (await PreviewAsync(world, FollowUpActions.Wait, Wait(world, letter))).Value;
        Assert.Equal("Wait for an answer of Sarah Miller to “Budget”", preview.Title);
        Assert.Equal(["waitsFor", "about", "due"], preview.Changes.Select(c => c.Field));
        Assert.Empty(preview.Recipients);
        Assert.Equal("due", (await PreviewAsync(world, FollowUpActions.Wait, Wait(world, letter) with { Due = world.Now.AddSeconds(-1) })).Error!.Field);
        Assert.Equal("for", (await PreviewAsync(world, FollowUpActions.Wait, new WaitPayload { Due = world.Now.AddHours(1) })).Error!.Field);
        Assert.Equal(ErrorKind.NotFound, (await PreviewAsync(world, FollowUpActions.Wait, Wait(world, Guid.NewGuid()))).Error!.Kind);
        await world.StoreAsync(Letter("Re: Budget", $"Sarah Miller <{Sarah}>", inReplyTo: "budget@me.example", date: world.Now.AddMinutes(2)));
        Assert.Equal("answered_already", (await PreviewAsync(world, FollowUpActions.Wait, Wait(world, letter))).Error!.Code);
        Assert.IsType<PerformOutcome.Refused>(await PerformAsync(world, Wait(world, letter)));
    }

    Task<MailWorld> WorldAsync() => MailWorld.CreateAsync(database, services => services.AddSingleton(new DefaultZone("Europe/Berlin")).AddAudit().AddActions().AddFollowUps().AddSingleton<IMailRelay>(new Anywhere()));

    sealed class Anywhere : IMailRelay
    {
        public bool Configured => true;

        public Task<RelayOutcome> SendAsync(RelayMessage message, CancellationToken cancel) => throw new InvalidOperationException("Nothing is sent without approval.");
    }

    /// <summary>A mail of the person to Sarah, an hour ago.</summary>
    static async Task<Guid> SentAsync(MailWorld world, string subject)
    {
        await world.StoreAsync(Letter(subject, $"Me <{world.Mailbox.Address}>", Sarah, labels: [SystemLabels.Sent], id: $"{subject.ToLowerInvariant()}@me.example", date: world.Now.AddHours(-1)));
        return (await world.MessageAsync(subject)).Summary.Id;
    }

    static WaitPayload Wait(MailWorld world, Guid letter) => new() { MessageId = letter, For = [new MailAddress("Sarah Miller", Sarah)], Due = world.Now.AddHours(2) };

    static Task<PerformOutcome> PerformAsync(MailWorld world, WaitPayload payload) => PerformAsync(world, FollowUpActions.Wait, payload);

    static async Task<PerformOutcome> PerformAsync(MailWorld world, string kind, object payload, string? revision = null, string? key = null)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var performer = scope.ServiceProvider.GetServices<IActionPerformer>().Single(p => p.Performs(kind));
        return await performer.PerformAsync(Approval.Of(kind, world.Subject, Json.ToElement(payload), key ?? Guid.NewGuid().ToString("n"), revision), CancellationToken.None);
    }

    static Task<PerformOutcome> UndoAsync(MailWorld world, PerformOutcome.Done done) => PerformAsync(world, done.Inverse!.Kind, done.Inverse.Payload, done.Inverse.ExpectedRevision);

    static async Task<Result<ActionPreview>> PreviewAsync(MailWorld world, string kind, object payload)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetServices<IActionKind>().Single(k => k.Name == kind).PreviewAsync(world.Subject, payload, scope.ServiceProvider, CancellationToken.None);
    }

    static async Task<int> WatchAsync(MailWorld world)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WatchFollowUps>().RunAsync(CancellationToken.None);
    }

    static async Task<IReadOnlyList<FollowUpView>> ListAsync(MailWorld world, bool settled = false)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await ListFollowUps.ExecuteAsync(scope.ServiceProvider.GetRequiredService<StewardDbContext>(), world.Mailbox.PersonId, settled, CancellationToken.None);
    }

    static async Task<IReadOnlyList<ProposalView>> ProposalsAsync(MailWorld world)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        var ids = await db.Set<Steward.Actions.Proposals.Proposal>().Where(p => p.PersonId == world.Mailbox.PersonId).Select(p => p.Id).ToListAsync();
        return await scope.ServiceProvider.GetRequiredService<ReadProposals>().ByIdsAsync(world.Mailbox.PersonId, ids, CancellationToken.None);
    }

    static async Task<IReadOnlyList<LiveEvent>> EventsAsync(MailWorld world, string type)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StewardDbContext>().Set<LiveEvent>().AsNoTracking().Where(e => e.PersonId == world.Mailbox.PersonId && e.Type == type).ToListAsync();
    }
}
