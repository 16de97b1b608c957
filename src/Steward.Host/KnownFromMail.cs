using Steward.Calendar;
using Steward.Mail;

namespace Steward.Host;

/// <summary>Tells the calendar whom a person has written to; the two rooms do not know one another.</summary>
sealed class KnownFromMail(ContactsFromMail contacts) : IKnownPeople
{
    public Task<IReadOnlySet<string>> KnownAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel) =>
        contacts.WrittenToAsync(personId, addresses, cancel);
}
