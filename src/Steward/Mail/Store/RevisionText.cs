using System.Globalization;

namespace Steward.Mail.Store;

/// <summary>A Local message's revision as others see it: opaque, and equal only while nothing about the message changed.</summary>
static class RevisionText
{
    public static string Of(long revision) => revision.ToString(CultureInfo.InvariantCulture);
}
