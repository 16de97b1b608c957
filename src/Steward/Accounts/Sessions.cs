using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts.SignIn;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>Where a session was opened from.</summary>
public enum SessionPlace { ThisMachine, LocalNetwork, Internet }

/// <param name="Current">True for the browser that asks.</param>
public sealed record SessionView(Guid Id, string Device, SessionPlace Place, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool Current);

/// <summary>
/// The browsers in which people are signed in. A session that is ended lets nothing through any more after at most a minute, when its cookie is looked at again; its live
/// connections end at once, by the event <see cref="EndedEvent"/> that is committed with it.
/// </summary>
public sealed class Sessions(StewardDbContext db, LiveEvents live, Ids ids, TimeProvider clock)
{
    public const string EndedEvent = "session_ended";
    const string ClaimType = "session";

    /// <summary>As long as a cookie is good without being used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>The session of a signed-in browser; null for programs with a token.</summary>
    public static Guid? Of(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(ClaimType), out var id) ? id : null;

    public static Claim ClaimOf(Guid sessionId) => new(ClaimType, sessionId.ToString());

    /// <summary>Notes a new session, and forgets those of this person whose cookies have run out.</summary>
    public async Task<Guid> OpenAsync(Guid personId, HttpContext from, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await db.Set<Session>().Where(s => s.PersonId == personId && s.LastSeenAt < now - Lifetime).ExecuteDeleteAsync(cancel);
        var session = new Session
        {
            Id = ids.New(), PersonId = personId, Device = SessionDevice.Name(from.Request.Headers.UserAgent), Place = SessionDevice.Place(from.Connection.RemoteIpAddress),
            CreatedAt = now, LastSeenAt = now,
        };
        db.Add(session);
        await db.SaveChangesAsync(cancel);
        return session.Id;
    }

    /// <summary>Notes that a session is in use. False when it was ended.</summary>
    public async Task<bool> SeenAsync(Guid personId, Guid sessionId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await db.Set<Session>().Where(s => s.Id == sessionId && s.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), cancel) == 1;
    }

    public Task<bool> IsOpenAsync(Guid personId, Guid sessionId, CancellationToken cancel) => db.Set<Session>().AnyAsync(s => s.Id == sessionId && s.PersonId == personId, cancel);

    /// <summary>Last seen first.</summary>
    public async Task<IReadOnlyList<SessionView>> ListAsync(Guid personId, Guid? current, CancellationToken cancel)
    {
        var oldest = clock.GetUtcNow() - Lifetime;
        var open = await db.Set<Session>().AsNoTracking().Where(s => s.PersonId == personId && s.LastSeenAt >= oldest).OrderByDescending(s => s.LastSeenAt).ThenBy(s => s.Id).ToListAsync(cancel);
        return [.. open.Select(s => new SessionView(s.Id, s.Device, s.Place, s.CreatedAt, s.LastSeenAt, s.Id == current))];
    }

    /// <summary>Ends one session. False when the person has no such session.</summary>
    public Task<bool> EndAsync(Guid personId, Guid sessionId, CancellationToken cancel) => EndAsync(db.Set<Session>().Where(s => s.PersonId == personId && s.Id == sessionId), cancel);

    /// <summary>Ends every session of a person but one.</summary>
    public Task<bool> EndOthersAsync(Guid personId, Guid? kept, CancellationToken cancel) => EndAsync(db.Set<Session>().Where(s => s.PersonId == personId && s.Id != kept), cancel);

    async Task<bool> EndAsync(IQueryable<Session> which, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ended = await which.AsNoTracking().ToListAsync(cancel);
        await which.ExecuteDeleteAsync(cancel);
        foreach (var session in ended)
            live.Stage(session.PersonId, EndedEvent, session.Id, new { id = session.Id });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return ended.Count > 0;
    }
}
