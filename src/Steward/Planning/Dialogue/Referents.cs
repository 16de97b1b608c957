namespace Steward.Planning.Dialogue;

/// <summary>
/// What "them", "that meeting" and "the second one" can speak of: the newest look-up of each kind in the turns before. It is read off the stored turns, so it survives a
/// restart, and it ends: after <see cref="Turns"/> turns or <see cref="Lifetime"/> what was spoken of is no longer meant.
/// </summary>
sealed record Referents(PlanStep? Mail, PlanStep? Events, PlanStep? Slots, PlanStep? Created)
{
    public const int Turns = 5;
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static Referents Of(PlanRequest request)
    {
        PlanStep? mail = null, events = null, slots = null, created = null;
        // what was searched for its senders is not what a turn spoke of: "them" would be far more than it found
        static bool Spoken(PlanStep step, EarlierTurn turn) => step.Tool != "mail.search" || !turn.Plan!.Steps.Any(s => s.Tool == "mail.find-subscriptions");

        foreach (var turn in request.Earlier.Reverse().Take(Turns).Where(t => t.At is not { } at || request.Now - at <= Lifetime))
            foreach (var step in (turn.Plan?.Steps ?? []).Reverse())
            {
                // a step that stands on another one's result means nothing without it
                if (step.Arguments.Values.Any(a => PlanReference.Is(a, out _)) || !Spoken(step, turn))
                    continue;
                if (step.Tool == "mail.search")
                    mail ??= step;
                else if (step.Tool == "calendar.list-events" && created is null)
                    events ??= step;
                else if (step.Tool == "calendar.find-slots")
                    slots ??= step;
                else if (step.Tool == "calendar.propose-create-event" && events is null)
                    created ??= step;
            }
        return new Referents(mail, events, slots, created);
    }

    /// <summary>The stretch of the calendar that the last turn showed, when it showed one and nothing else.</summary>
    public static (NodaTime.LocalDateTime From, NodaTime.LocalDateTime To)? Shown(PlanRequest request, Composition.PlanBuilder plan) =>
        LastPlanned(request) is { Plan: { Intent: "calendar.list", Steps: [{ Tool: "calendar.list-events" } listing] } } && !listing.Arguments.ContainsKey("limit") && !listing.Arguments.ContainsKey("query") && listing.Arguments["to"].GetDateTimeOffset() > request.Now
            ? (plan.Local(listing.Arguments["from"].GetDateTimeOffset()), plan.Local(listing.Arguments["to"].GetDateTimeOffset())) : null;

    /// <summary>The last turn that made a plan, while it can still be spoken of.</summary>
    public static EarlierTurn? LastPlanned(PlanRequest request) =>
        request.Earlier.Count > 0 && request.Earlier[^1] is { Plan: not null } turn && (turn.At is not { } at || request.Now - at <= Lifetime) ? turn : null;
}
