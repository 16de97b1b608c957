namespace Steward.Calendar.Demo;

/// <summary>The people of the demo, as in its mail. All addresses are under reserved names (RFC 2606): nobody can be reached.</summary>
static class DemoGuests
{
    public static readonly Attendee Sarah = new("sarah.chen@northwind.example", "Sarah Chen", ResponseStatus.Accepted);
    public static readonly Attendee Priya = new("priya.raman@northwind.example", "Priya Raman", ResponseStatus.Accepted);
    public static readonly Attendee Tom = new("tom.okafor@northwind.example", "Tom Okafor", ResponseStatus.Tentative);
    public static readonly Attendee Lena = new("lena.fischer@northwind.example", "Lena Fischer", ResponseStatus.Accepted);
    public static readonly Attendee Marco = new("marco.rossi@northwind.example", "Marco Rossi");
    public static readonly Attendee Daniel = new("daniel.wright@northwind.example", "Daniel Wright", ResponseStatus.Declined);
    public static readonly Attendee Nadia = new("nadia@brightpixel.example", "Nadia Haddad", ResponseStatus.Accepted);
    public static readonly Attendee Oliver = new("oliver.grant@harborlegal.example", "Oliver Grant");
    public static readonly Attendee Mum = new("helen@morgan-family.example", "Helen Morgan", ResponseStatus.Accepted);
    public static readonly Attendee Dad = new("peter@morgan-family.example", "Peter Morgan", ResponseStatus.Accepted);
    public static readonly Attendee Ben = new("ben@morgan-family.example", "Ben Morgan");
    public static readonly Attendee Jo = new("jo.lindqvist@mailbox.example", "Jo Lindqvist", ResponseStatus.Accepted);
    public static readonly Attendee Ravi = new("ravi@patel.example", "Ravi Patel", ResponseStatus.Tentative);

    public static readonly Attendee[] Team = [Priya, Tom, Lena, Marco, Daniel];
}
