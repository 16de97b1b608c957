using Steward.Mail;

namespace Steward.Items.Demo;

/// <summary>Who occurs in the demo's mail and calendar. Every address is under a reserved name (RFC 2606) or Steward's own, so that nothing can reach anybody.</summary>
public static class DemoPeople
{
    /// <summary>The demo owner's personal account.</summary>
    public static readonly MailAddress Alex = new("Alex Morgan", "alex@steward.local");
    /// <summary>The demo owner's account at work.</summary>
    public static readonly MailAddress AlexAtWork = new("Alex Morgan", "alex.morgan@northwind.example");

    /// <summary>The manager; has unread mail in both accounts.</summary>
    public static readonly MailAddress Sarah = new("Sarah Chen", "sarah.chen@northwind.example");
    public static readonly MailAddress SarahAtHome = new("Sarah Chen", "sarah@chen-family.example");

    // Atlas launch and Budget 2027
    public static readonly MailAddress Priya = new("Priya Raman", "priya.raman@northwind.example");
    public static readonly MailAddress Tom = new("Tom Okafor", "tom.okafor@northwind.example");
    public static readonly MailAddress Lena = new("Lena Fischer", "lena.fischer@northwind.example");
    public static readonly MailAddress Marco = new("Marco Rossi", "marco.rossi@northwind.example");
    public static readonly MailAddress Daniel = new("Daniel Wright", "daniel.wright@northwind.example");

    // Outside the firm
    public static readonly MailAddress Nadia = new("Nadia Haddad", "nadia@brightpixel.example");
    public static readonly MailAddress Oliver = new("Oliver Grant", "oliver.grant@harborlegal.example");

    // Family and friends
    public static readonly MailAddress Mum = new("Helen Morgan", "helen@morgan-family.example");
    public static readonly MailAddress Dad = new("Peter Morgan", "peter@morgan-family.example");
    public static readonly MailAddress Ben = new("Ben Morgan", "ben@morgan-family.example");
    public static readonly MailAddress Jo = new("Jo Lindqvist", "jo.lindqvist@mailbox.example");
    public static readonly MailAddress Ravi = new("Ravi Patel", "ravi@patel.example");

    public static readonly IReadOnlyList<MailAddress> AtlasTeam = [Priya, Tom, Lena, Marco, Daniel];
}
