using Microsoft.Extensions.Caching.Memory;

namespace Steward.Calendar.Local;

/// <summary>
/// Windows that have been expanded, by account, revision and viewer's zone. Every change of an account's events gives its calendars a new revision in the same
/// transaction, so an entry is never out of date: the next reader sees the new revision and asks for another key. Old entries fall out by size.
/// </summary>
sealed class InstanceCache : IDisposable
{
    const int Instances = 100_000;

    readonly MemoryCache entries = new(new MemoryCacheOptions { SizeLimit = Instances });

    public readonly record struct Key(Guid PersonId, Guid AccountId, long Revision, DateTimeOffset From, DateTimeOffset To, string Zone);

    public IReadOnlyList<EventInstance>? Find(Key key) => entries.Get<IReadOnlyList<EventInstance>>(key);

    public void Keep(Key key, IReadOnlyList<EventInstance> instances) =>
        entries.Set(key, instances, new MemoryCacheEntryOptions { Size = instances.Count + 1, SlidingExpiration = TimeSpan.FromMinutes(10) });

    public void Dispose() => entries.Dispose();
}
