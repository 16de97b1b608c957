namespace Steward.Calendar;

/// <summary>
/// Where other people are and when they work, as far as the person has said it or their invitations show it. Implemented where contacts are known; without one everybody is taken to
/// keep the person's own hours.
/// </summary>
public interface ITheirHours
{
    /// <summary>One entry for each address of which something is known; addresses of which nothing is known are left out.</summary>
    Task<IReadOnlyList<TheirHours>> OfAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel);
}

/// <param name="Name">As the person would call them; outside text unless they said it.</param>
/// <param name="Because">How it is known, for the person: "you said so", "invites you in Tokyo time".</param>
public sealed record TheirHours(string Email, string Name, WorkingHours Hours, string Because);
