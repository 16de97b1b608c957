using System.Text.Json;
using Steward.Actions;
using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// The frame of every change at Gmail: announce, call, write down. A call that Gmail surely refused is forgotten, as if it had never begun; one without a clear answer
/// leaves its announcement, by which it is looked for later.
/// </summary>
sealed class GmailHandOver(PerformMailOnce once)
{
    /// <param name="note">By what the effect can be recognised.</param>
    /// <param name="call">The effect itself, and nothing after it.</param>
    /// <param name="read">Reads at Gmail what came of it; what it gives back writes that down here, in the transaction that also remembers the outcome.</param>
    public async Task<PerformOutcome> RunAsync<T>(ApprovedAction action, Mailbox mailbox, JsonElement note, Func<Task<T>> call, Func<T, Task<Func<Task<PerformOutcome>>>> read, CancellationToken cancel)
    {
        if (await once.BeginAsync(action, cancel, note) is { } known)
            return known;
        Platform.CrashPoint.Hit("google.mail.before-call");
        T answer;
        try
        {
            answer = await call();
        }
        catch (GoogleException e) when (!e.MayHaveHappened)
        {
            await once.ForgetAsync(action, cancel);
            throw;
        }
        Platform.CrashPoint.Hit("google.mail.after-call");
        return await EndAsync(action, mailbox, () => read(answer), cancel);
    }

    /// <summary>After the effect: whatever goes wrong now, it has happened, and is found again when it is asked for.</summary>
    public async Task<PerformOutcome> EndAsync(ApprovedAction action, Mailbox mailbox, Func<Task<Func<Task<PerformOutcome>>>> read, CancellationToken cancel)
    {
        Func<Task<PerformOutcome>> write;
        try
        {
            write = await read();
        }
        catch (GoogleException e)
        {
            return new PerformOutcome.Unknown($"It seems done, and could not be read back. {GoogleProblems.Words(e)}");
        }
        return await once.RunAsync(action, [mailbox], write, cancel, begun: true);
    }

    /// <summary>
    /// What is found otherwise than it was shown may be this action's own doing: of an attempt that was given up for dead and went on. Then that is what came of it.
    /// </summary>
    public async Task<PerformOutcome> UnlessBegunAsync(ApprovedAction action, PerformOutcome otherwise, CancellationToken cancel) =>
        await once.ReconcileAsync(action, cancel) is var known and not PerformOutcome.NotPerformed ? known : otherwise;

    /// <returns>False when this attempt may do no more.</returns>
    public Task<bool> NoteAsync(ApprovedAction action, JsonElement before, JsonElement note, CancellationToken cancel) => once.NoteAsync(action, before, note, cancel);

    /// <summary>Gmail was asked, and it surely did not happen.</summary>
    public async Task<PerformOutcome> NotPerformedAsync(ApprovedAction action, CancellationToken cancel)
    {
        await once.ForgetAsync(action, cancel);
        return new PerformOutcome.NotPerformed();
    }
}
