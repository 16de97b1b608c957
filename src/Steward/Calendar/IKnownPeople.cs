namespace Steward.Calendar;

/// <summary>
/// Whom a person has had to do with: the host connects it to the room that knows (mail). Without one nobody is known but those whom the person names.
/// </summary>
public interface IKnownPeople
{
    /// <summary>Of these addresses, those that the person has written to before; lower-cased. To have received something from an address makes nobody known.</summary>
    Task<IReadOnlySet<string>> KnownAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel);
}
