using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>A person's settings, or the defaults of this Steward.</summary>
public sealed class PersonSettingsReader(StewardDbContext db, DefaultZone defaultZone)
{
    public async Task<PersonSettings> GetAsync(Guid personId, CancellationToken cancel) =>
        await db.Set<PersonSettings>().AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == personId, cancel)
        ?? new PersonSettings { PersonId = personId, Zone = defaultZone.Id };
}

/// <summary>The zone of people who have not chosen one: the machine's, as the host found it. IANA id.</summary>
public sealed record DefaultZone(string Id);
