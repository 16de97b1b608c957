using Steward.Mail;

namespace Steward.Items.Imports;

/// <summary>
/// A heuristic for the category of a message, from its header fields and subject alone: the same message always gets the same one. It is a guess for
/// sorting, never a reason for a change. Discussion lists are forums; bulk mail is promotion unless its subject and sender speak of an order, a payment or
/// an account, which are updates; known social networks are social; the rest is personal.
/// </summary>
static class MailCategory
{
    static readonly string[] Networks =
    [
        "facebookmail.com", "facebook.com", "linkedin.com", "twitter.com", "x.com", "instagram.com", "pinterest.com", "tiktok.com", "reddit.com", "redditmail.com", "nextdoor.com",
        "meetup.com", "discord.com", "snapchat.com", "quora.com", "strava.com", "goodreads.com", "xing.com", "mastodon.social", "circleup.example",
    ];

    static readonly string[] PromotionWords =
    [
        "% off", "sale", "deal", "discount", "coupon", "promo", "save ", "free ship", "free trial", "last chance", "limited time", "ends tonight", "ends today", "offer", "exclusive", "don't miss",
        "new arrivals", "clearance", "voucher", "black friday", "newsletter", "digest", "weekly", "this week", "what's new", "shop", "gift", "win ", "!!!", "$$$", "free!", "best price", "low price",
    ];

    static readonly string[] UpdateWords =
    [
        "receipt", "invoice", "order", "confirm", "shipped", "delivered", "delivery", "dispatched", "payment", "paid", "statement", "security", "password", "verification", "verify", "sign-in", "login",
        "code", "booking", "itinerary", "reservation", "boarding", "appointment", "reminder", "renewal", "subscription", "bill", "refund", "account", "ticket", "build", "pull request", "merged", "failed", "alert",
    ];

    static readonly string[] PromotionSenders = ["news", "newsletter", "offers", "deals", "marketing", "promo", "sales", "shop", "hello", "store", "specials", "digest", "updates-promo"];
    static readonly string[] UpdateSenders =
        ["noreply", "no-reply", "donotreply", "do-not-reply", "notification", "notifications", "alert", "alerts", "billing", "receipts", "receipt", "orders", "order", "invoice", "invoices", "service", "security", "support", "statements", "mailer-daemon", "postmaster", "cron", "root", "builds", "ci"];

    public static string Of(ReadMessage read)
    {
        var (headers, message) = (read.Headers, read.Message);
        var at = message.From.Email.LastIndexOf('@');
        var (sender, domain) = (message.From.Email[..Math.Max(at, 0)].ToLowerInvariant(), message.From.Email[(at + 1)..]);
        if (Networks.Any(network => domain == network || domain.EndsWith("." + network, StringComparison.Ordinal)))
            return SystemLabels.Social;
        if (IsDiscussion(headers))
            return SystemLabels.Forums;
        var promotion = Count(PromotionWords, message.Subject) + Sender(PromotionSenders, sender);
        var update = Count(UpdateWords, message.Subject) + Sender(UpdateSenders, sender);
        if (IsBulk(headers))
            return promotion >= update ? SystemLabels.Promotions : SystemLabels.Updates;
        if (IsAutomatic(headers) || Sender(UpdateSenders, sender) > 0)
            return promotion > update + 1 ? SystemLabels.Promotions : SystemLabels.Updates;
        return promotion > update + 1 ? SystemLabels.Promotions : SystemLabels.Personal;
    }

    /// <summary>A list that its members write to, as list managers mark it.</summary>
    static bool IsDiscussion(MessageHeaders headers) =>
        headers["List-Post"]?.Contains("mailto:", StringComparison.OrdinalIgnoreCase) == true || headers.Has("X-BeenThere") || headers.Has("X-Mailman-Version") || headers.Has("Mailing-List")
        || headers["Precedence"]?.Equals("list", StringComparison.OrdinalIgnoreCase) == true;

    static bool IsBulk(MessageHeaders headers) =>
        headers.Has("List-Unsubscribe") || headers.Has("List-Id") || headers.Has("Feedback-ID") || headers.Has("X-Campaign") || headers.Has("X-CampaignID") || headers.Has("X-MC-User")
        || headers["Precedence"] is { } precedence && (precedence.Equals("bulk", StringComparison.OrdinalIgnoreCase) || precedence.Equals("junk", StringComparison.OrdinalIgnoreCase));

    /// <summary>RFC 3834.</summary>
    static bool IsAutomatic(MessageHeaders headers) =>
        headers["Auto-Submitted"] is { } automatic && !automatic.StartsWith("no", StringComparison.OrdinalIgnoreCase) || headers.Has("X-Auto-Response-Suppress");

    static int Count(string[] words, string subject) => words.Count(word => subject.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>2 for the name itself, or as a word of it ("news-de", "order.update").</summary>
    static int Sender(string[] names, string sender) => names.Contains(sender, StringComparer.Ordinal) || sender.Split('-', '.', '_', '+').Any(word => names.Contains(word, StringComparer.Ordinal)) ? 2 : 0;
}
