namespace Steward.Calendar;

/// <summary>
/// Whom a person has had to do with: the host connects it to the room that knows (mail). Without one nobody is known but those whom the person names.
/// </summary>
public interface IKnownPeople
{
    /// <summary>Of these addresses, those that the person has exchanged something with; lower-cased.</summary>
    Task<IReadOnlySet<string>> KnownAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel);
}
