namespace Steward.Platform;

/// <summary>A page of a list. <see cref="NextCursor"/> is opaque, stable under inserts, and null on the last page.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor, long? Total = null);
