using Steward.Mail;

namespace Steward.Tests.Mail.Search;

public sealed class MailQueryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  budget   report ", "budget report")]
    [InlineData("budget AND report", "budget report")]
    [InlineData("a OR b", "a OR b")]
    [InlineData("a OR b c", "a OR b c")]
    [InlineData("a (b c) d", "a b c d")]
    [InlineData("a OR (b c)", "a OR (b c)")]
    [InlineData("{a b c}", "a OR b OR c")]
    [InlineData("{a {b c}} d", "a OR b OR c d")]
    [InlineData("{a OR b}", "a OR b")]
    [InlineData("-a -\"b c\" -(d e) -{f g}", "-a -\"b c\" -(d e) -(f OR g)")]
    [InlineData("--a", "a")]
    [InlineData("+exact", "exact")]
    [InlineData("FROM:Anna", "from:Anna")]
    [InlineData("from: anna", "from:anna")]
    [InlineData("from:\"Anna Schmidt\"", "from:\"Anna Schmidt\"")]
    [InlineData("from:(anna OR bob)", "from:anna OR from:bob")]
    [InlineData("from:{anna bob}", "from:anna OR from:bob")]
    [InlineData("subject:(dinner -movie)", "subject:dinner -subject:movie")]
    [InlineData("to:a@b.example cc:c bcc:d list:e filename:f.pdf", "to:a@b.example cc:c bcc:d list:e filename:f.pdf")]
    [InlineData("in:Inbox is:UNREAD", "in:inbox is:unread")]
    [InlineData("label:inbox label:unread label:Work", "in:inbox is:unread label:Work")]
    [InlineData("label:\"My Label\"", "label:\"My Label\"")]
    [InlineData("category:primary category:promotions", "category:primary category:promotions")]
    [InlineData("has:attachment has:nouserlabels", "has:attachment has:nouserlabels")]
    [InlineData("larger:10m smaller:5K size:100", "larger:10M smaller:5K larger:100")]
    [InlineData("older_than:30D newer_than:2h", "older_than:30d newer_than:2h")]
    [InlineData("after:2026/3/1 before:2026-03-31", "after:2026/03/01 before:2026/03/31")]
    [InlineData("newer:2026/03/01 older:2026/03/31", "after:2026/03/01 before:2026/03/31")]
    [InlineData("after:1700000000", "after:1700000000")]
    [InlineData("rfc822msgid:<x.y@example.com>", "rfc822msgid:x.y@example.com")]
    [InlineData("Re: offer", "\"Re\" offer")]
    [InlineData("at 10:30 see http://example.com/a:b", "at \"10:30\" see \"http://example.com/a:b\"")]
    [InlineData("Q3 & Q4 - done", "Q3 Q4 done")]
    [InlineData("e-mail", "e-mail")]
    [InlineData("or and Or", "or and Or")]
    [InlineData("café 会议", "\"café\" \"会议\"")]
    public void Is_read_and_printed_in_canonical_form(string text, string canonical)
    {
        var query = MailQuery.Parse(text).Value;
        Assert.Equal(canonical.Replace("\"Re\"", "re", StringComparison.Ordinal), query.ToString());
        Assert.Equal(query.ToString(), MailQuery.Parse(query.ToString()).Value.ToString());
    }

    [Theory]
    [InlineData("fron:anna", 1, "no search operator “fron:”")]
    [InlineData("a fron:anna", 3, "no search operator")]
    [InlineData("from:", 6, "needs a value")]
    [InlineData("in:limbo", 4, "“in:” does not know “limbo”")]
    [InlineData("is:happy", 4, "“is:” does not know")]
    [InlineData("has:drive", 5, "“has:” does not know")]
    [InlineData("category:junkmail", 10, "does not know")]
    [InlineData("larger:big", 8, "is not a size")]
    [InlineData("larger:99999999999999999G", 8, "is not a size")]
    [InlineData("older_than:30", 12, "is not a length of time")]
    [InlineData("older_than:999999d", 12, "is not a length of time")]
    [InlineData("after:yesterday", 7, "is not a date")]
    [InlineData("after:2026/13/01", 7, "is not a date")]
    [InlineData("after:2026/02/30", 7, "is not a date")]
    [InlineData("\"open", 1, "never closed")]
    [InlineData("(a b", 1, "never closed")]
    [InlineData("a {b", 3, "never closed")]
    [InlineData("a)", 2, "closes nothing")]
    [InlineData("(a}", 3, "closes nothing")]
    [InlineData("()", 1, "the group is empty")]
    [InlineData("OR a", 1, "needs a term on each side")]
    [InlineData("a OR", 5, "the query ends where a term is expected")]
    [InlineData("a OR OR b", 6, "needs a term on each side")]
    [InlineData("from:(in:inbox)", 7, "cannot stand inside")]
    [InlineData("\"!!!\"", 1, "there is no word")]
    [InlineData("from:\"🙂\"", 6, "there is no word")]
    public void What_is_not_understood_is_refused_with_its_place_and_reason(string text, int position, string reason)
    {
        var error = MailQuery.Parse(text, "query").Error!;
        Assert.Equal("query", error.Field);
        Assert.Contains($"at character {position}:", error.Detail, StringComparison.Ordinal);
        Assert.Contains(reason, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Anna Schmidt")]
    [InlineData("x\" OR in:anywhere \"y")]
    [InlineData("a) OR (b")]
    [InlineData("-in:spam")]
    [InlineData("OR")]
    [InlineData("from:evil@example.com")]
    [InlineData("line\nbreak\0nul")]
    public void A_quoted_value_is_one_value_whatever_it_holds(string value)
    {
        var query = MailQuery.Parse($"from:{MailQuery.Quote(value)} is:unread").Value;
        var text = Assert.IsType<Steward.Mail.Search.QueryNode.Text>(Assert.IsType<Steward.Mail.Search.QueryNode.And>(query.Root).Parts[0]);
        Assert.Equal(Steward.Mail.Search.TextField.From, text.Field);
        Assert.Equal(2, ((Steward.Mail.Search.QueryNode.And)query.Root).Parts.Count);
        Assert.Equal(Steward.Mail.Search.Words.Of(value.Replace('\0', ' ')), Steward.Mail.Search.Words.Of(text.Value));
    }

    [Fact]
    public void Queries_that_only_cost_are_refused()
    {
        Assert.NotNull(MailQuery.Parse(new string('(', 100_000)).Error);
        Assert.NotNull(MailQuery.Parse(string.Concat(Enumerable.Repeat("(", 5000)) + "a" + string.Concat(Enumerable.Repeat(")", 5000))).Error);
        Assert.NotNull(MailQuery.Parse(string.Concat(Enumerable.Repeat("-(", 5000)) + "a" + string.Concat(Enumerable.Repeat(")", 5000))).Error);
        Assert.NotNull(MailQuery.Parse(string.Concat(Enumerable.Repeat("a ", 2000))).Error);
        Assert.NotNull(MailQuery.Parse(string.Concat(Enumerable.Repeat("-(-", 600)) + "a").Error);
    }
}
