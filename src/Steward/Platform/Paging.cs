namespace Steward.Platform;

/// <summary>A page of a list. <see cref="NextCursor"/> is opaque, stable under inserts, and null on the last page.</summary>
/// <param name="Caveat">What may be missing from it, in words for a person; null when it is whole.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor, long? Total = null, string? Caveat = null);
