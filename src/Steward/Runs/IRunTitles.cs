namespace Steward.Runs;

/// <summary>Contributed by the rooms whose runs carry out something that a person knows by its words: what the page of runs calls them.</summary>
public interface IRunTitles
{
    /// <summary>The titles of those of a person's runs that have one.</summary>
    Task<IReadOnlyDictionary<Guid, string>> OfAsync(Guid ownerId, IReadOnlyCollection<Guid> runIds, CancellationToken cancel);

    /// <summary>The person's runs whose title holds the words, newest first, at most so many.</summary>
    Task<IReadOnlyCollection<Guid>> FindAsync(Guid ownerId, string words, int limit, CancellationToken cancel);
}
