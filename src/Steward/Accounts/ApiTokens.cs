using Microsoft.EntityFrameworkCore;
using Steward.Accounts.SignIn;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>Bearer tokens (RFC 6750): issued once, kept as digests, found by digest.</summary>
public sealed class ApiTokens(StewardDbContext db, Ids ids, TimeProvider clock)
{
    /// <summary>Issues a token. The returned text is the only copy there will ever be.</summary>
    public async Task<string> IssueAsync(Guid personId, string name, TimeSpan? lifetime, CancellationToken cancel)
    {
        var token = Secrets.TokenPrefix + Secrets.New();
        var now = clock.GetUtcNow();
        db.Add(new ApiToken { Id = ids.New(), PersonId = personId, Name = name, Sha256 = Secrets.Digest(token), CreatedAt = now, ExpiresAt = now + lifetime });
        await db.SaveChangesAsync(cancel);
        return token;
    }

    /// <summary>Ends every token of a person that would have ended by itself; the owner's own file token stays.</summary>
    public Task<int> RevokeExpiringAsync(Guid personId, CancellationToken cancel) => db.Set<ApiToken>().Where(t => t.PersonId == personId && t.ExpiresAt != null).ExecuteDeleteAsync(cancel);

    /// <summary>The token's person; null when it is unknown or has expired.</summary>
    public async Task<Person?> FindPersonAsync(string token, CancellationToken cancel)
    {
        if (!token.StartsWith(Secrets.TokenPrefix, StringComparison.Ordinal))
            return null;
        var digest = Secrets.Digest(token);
        var now = clock.GetUtcNow();
        return await db.Set<ApiToken>().Where(t => t.Sha256 == digest && (t.ExpiresAt == null || t.ExpiresAt > now))
            .Join(db.Set<Person>(), t => t.PersonId, p => p.Id, (_, person) => person).SingleOrDefaultAsync(cancel);
    }
}
