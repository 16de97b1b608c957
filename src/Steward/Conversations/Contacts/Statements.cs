using Steward.Conversations.Turns;
using Steward.Planning;

namespace Steward.Conversations.Contacts;

/// <param name="Confirmation">What to say when nothing else is to be done.</param>
/// <param name="Resume">An earlier request that was waiting for just this, to be planned now.</param>
/// <param name="Question">Set when it is not clear who is meant; then nothing was stored.</param>
sealed record Stated(string Confirmation, string? Resume, PlanQuestion? Question);

/// <summary>What a person says about people and wants remembered: "Sarah is my manager", "Marta is in Tokyo", "the board is Anna, Ben and Cho".</summary>
sealed class Statements(StateRole roles, StateHours hours, StateGroup groups)
{
    /// <summary>Staged on the turn's context; null when the message states nothing of the kind.</summary>
    public async Task<Stated?> StageAsync(Turn turn, CancellationToken cancel) =>
        RoleStatement.Parse(turn.Message) is { } role ? await roles.StageAsync(turn, role, cancel)
        : HoursStatement.Parse(turn.Message) is { } when ? await hours.StageAsync(turn, when, cancel)
        : GroupStatement.Parse(turn.Message) is { } group ? await groups.StageAsync(turn, group, cancel) : null;
}
