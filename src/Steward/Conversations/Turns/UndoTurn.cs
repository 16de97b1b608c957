using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Conversations.Turns;

/// <summary>
/// "undo that": takes back what the newest turn of the conversation that did anything has done, and says what that was. It never goes further back by itself, so that
/// saying it twice, or doing it again after a crash, takes back nothing more. Each undo is performed in a scope of its own, by the executor's own rules.
/// </summary>
sealed partial class UndoTurn(StewardDbContext db, ReadProposals proposals, IServiceScopeFactory scopes)
{
    const int Looked = 20;
    const int Named = 3;

    /// <summary>Whether the whole message asks for this and nothing else.</summary>
    public static bool Asks(string message) => Command().IsMatch(message);

    public async Task<string> RunAsync(Turn turn, CancellationToken cancel)
    {
        var runs = await db.Set<Turn>().AsNoTracking().Where(t => t.PersonId == turn.PersonId && t.ConversationId == turn.ConversationId && t.Id != turn.Id && t.RunId != null && t.CreatedAt <= turn.CreatedAt)
            .OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Take(Looked).Select(t => t.RunId!.Value).ToListAsync(cancel);
        foreach (var run in runs)
        {
            var done = (await proposals.ByRunAsync(turn.PersonId, run, null, cancel)).Where(p => p.State is ProposalState.Done or ProposalState.Undoing or ProposalState.Undone or ProposalState.UndoFailed or ProposalState.Executing
                || p is { State: ProposalState.Approved, HeldUntil: not null }).ToList();
            if (done.Count == 0)
                continue;
            await using var scope = scopes.CreateAsyncScope();
            return Say(await scope.ServiceProvider.GetRequiredService<UndoLast>().ExecuteAsync(turn.PersonId, done, cancel));
        }
        return "Nothing was done in this conversation that could be taken back. Older changes are under Activity, each with its own undo.";
    }

    static string Say(IReadOnlyList<(ProposalView Proposal, string Outcome)> results)
    {
        var sentences = new List<string>();
        foreach (var group in results.GroupBy(r => r.Outcome))
        {
            var titles = group.Select(r => Sentence.Escape(r.Proposal.Preview.Title)).ToList();
            sentences.Add($"{Sentence.Escape(group.Key)}: {string.Join(", ", titles.Take(Named))}{(titles.Count > Named ? $" and {titles.Count - Named} more" : "")}.");
        }
        return string.Join("\n\n", sentences);
    }

    [GeneratedRegex(@"^\s*(no,?\s+|please\s+|ok,?\s+|oops,?\s+)*(undo|revert|take\s+back)(\s+(that|it|this|them|those|all\s+of\s+(that|it|them)|the\s+last\s+(thing|things|change|changes|action|one)|what\s+you\s+(just\s+)?did|your\s+last\s+(change|action)))?(\s+(again|please|now))*[\s.!]*$|^\s*take\s+(that|it|them)\s+back[\s.!]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Command();
}
