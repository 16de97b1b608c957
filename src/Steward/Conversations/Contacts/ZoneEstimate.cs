using NodaTime;
using Steward.Mail;
using Steward.Planning;

namespace Steward.Conversations.Contacts;

/// <summary>In which zone somebody seems to be, by the mail that came from them: never more than a guess, and said so.</summary>
/// <param name="Because">How it is known, for the person.</param>
sealed record ZoneEstimate(string Zone, string Because)
{
    /// <summary>One message may have been written on a journey.</summary>
    const int Enough = 2;

    /// <summary>The places of which most people are meant who write in an offset; where two share one, the first is named.</summary>
    static readonly string[] Usual =
    [
        "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Europe/London", "America/Chicago", "Asia/Tokyo", "Asia/Shanghai", "Australia/Sydney", "Europe/Athens", "America/Denver", "America/Sao_Paulo",
        "Asia/Dubai", "Europe/Istanbul", "Africa/Johannesburg", "Africa/Lagos", "Asia/Singapore", "Asia/Bangkok", "Asia/Karachi", "Asia/Dhaka", "Asia/Kathmandu", "Asia/Tehran", "Australia/Brisbane", "Australia/Adelaide",
        "Pacific/Auckland", "America/Halifax", "America/St_Johns", "America/Phoenix", "America/Anchorage", "Pacific/Honolulu",
    ];

    /// <summary>
    /// The likeliest zone first. Two when the signature and the mail's dates contradict one another: then somebody has to be asked. None when nothing is known or everything speaks for the
    /// person's own zone. Mail dated in +0000 says nothing by itself: servers and many programs write so wherever they are.
    /// </summary>
    public static IReadOnlyList<ZoneEstimate> Of(MailTraces traces, string own)
    {
        var named = SignatureZone.Find(traces.Signature);
        var signed = named is null ? null : new ZoneEstimate(named.Zone, $"their signature says {named.Words} (an estimate)");
        var written = traces.Offsets.Where(o => o.Messages >= Enough && (o.Offset != TimeSpan.Zero || named is not null && Fits(named.Zone, o))).OrderByDescending(o => o.LastAt).ToList();
        if (written.Count == 0)
            return signed is null || signed.Zone == own ? [] : [signed];
        var newest = written[0];
        if (named is not null && Fits(named.Zone, newest))
            return named.Zone == own ? [] : [signed!];
        var likely = Usual.Prepend(own).Where(zone => Fits(zone, newest)).OrderByDescending(zone => written.Count(o => Fits(zone, o))).FirstOrDefault() ?? Fixed(newest.Offset);
        if (likely is null || likely == own && signed is null)
            return [];
        var dated = new ZoneEstimate(likely, $"their mail is dated in {Said(newest.Offset)} (an estimate)");
        return signed is null ? [dated] : [dated, signed];
    }

    static bool Fits(string zone, WrittenIn written) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)?.GetUtcOffset(Instant.FromDateTimeOffset(written.LastAt)).ToTimeSpan() == written.Offset;

    /// <summary>A zone that stays at the offset; IANA names these with the sign turned round.</summary>
    static string? Fixed(TimeSpan offset) => offset.Minutes == 0 && Math.Abs(offset.Hours) <= 12 ? $"Etc/GMT{(offset.Hours > 0 ? "-" : "+")}{Math.Abs(offset.Hours)}" : null;

    static string Said(TimeSpan offset) => $"UTC{(offset < TimeSpan.Zero ? "−" : "+")}{Math.Abs(offset.Hours)}{(offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}")}";
}
