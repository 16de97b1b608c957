using System.Text.RegularExpressions;
using Steward.Mail;

namespace Steward.Tools.Reading;

/// <summary>Tells people from machines by address and category, for "everyone who mailed". It only ever leaves somebody out, never lets somebody in.</summary>
static partial class MachineSenders
{
    static readonly HashSet<string> Categories = [SystemLabels.Promotions, SystemLabels.Social, SystemLabels.Forums, SystemLabels.Spam];

    public static bool IsMachine(string address) => NoPerson().IsMatch(address) || ListHost().IsMatch(address);

    public static bool IsBulk(IReadOnlyList<string>? labels) => labels?.Any(Categories.Contains) == true;

    [GeneratedRegex(@"^(no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|mailer-daemon|postmaster|bounces?|notifications?|notify|alerts?|newsletters?|news|updates?|marketing|promo(tions)?|offers?|deals|digest|automated|auto-confirm|billing|invoices?|receipts?|orders?|shipping|info|support|system|robot|bot)([-_.+][^@]*)?@|^[^@]*[-_.+](no-?reply|bounces?|unsubscribe|owner|request)@",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NoPerson();

    [GeneratedRegex(@"@(lists?|groups|googlegroups|mailman|bounce|bounces|mailer|email|mailing|news|notifications?)\.|@googlegroups\.",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ListHost();
}
