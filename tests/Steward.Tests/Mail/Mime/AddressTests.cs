using FsCheck;
using FsCheck.Fluent;
using Steward.Mail;

namespace Steward.Tests.Mail.Mime;

public sealed class AddressTests
{
    public static TheoryData<string, string[]> Lists => new()
    {
        { "ann@x.example", ["ann@x.example"] },
        { "Ann <ann@X.Example>", ["Ann|ann@x.example"] },
        { "\"Smith, John\" <john@x.example>, b@x.example", ["Smith, John|john@x.example", "b@x.example"] },
        { "Smith, John <john@x.example>", ["Smith, John|john@x.example"] },
        { "ann@x.example (Ann Lee)", ["Ann Lee|ann@x.example"] },
        { "Team: a@x.example, B <b@x.example>; c@x.example", ["a@x.example", "B|b@x.example", "c@x.example"] },
        { "undisclosed-recipients:;", [] },
        { "<@route.example,@two.example:ann@x.example>", ["ann@x.example"] },
        { "ann (a (nested) comment) @ (b) x.example", ["b|ann@x.example"] },
        { "ann . lee @ x . example", ["ann.lee@x.example"] },
        { "\"ann\"@x.example", ["ann@x.example"] },
        { "\"a b\"@x.example", ["\"a b\"@x.example"] },
        { "\"a\\\"b\"@x.example", ["\"a\\\"b\"@x.example"] },
        { "=?utf-8?Q?J=C3=BCrgen?= <j@x.example>", ["Jürgen|j@x.example"] },
        { "=?utf-8?B?QSwgQiA8ZXZpbEB4LmV4YW1wbGU+?= <real@x.example>", ["A, B <evil@x.example>|real@x.example"] },
        { "a@x.example; b@x.example", ["a@x.example", "b@x.example"] },
        { "a@x.example b@x.example", ["a@x.example", "b@x.example"] },
        { "ann@x.example.", ["ann@x.example"] },
        { "ann@[192.168.1.1]", ["ann@[192.168.1.1]"] },
        { "ann@bücher.example", ["ann@xn--bcher-kva.example"] },
        { "mailto:ann@x.example", ["ann@x.example"] },
        { "<mailto:ann@x.example>", ["ann@x.example"] },
        { "Ann <ann@x.example", ["Ann|ann@x.example"] },
        { "'Ann' <ann@x.example>", ["Ann|ann@x.example"] },
        { "ann@x.example <ann@x.example>", ["ann@x.example"] },
        { "boss@good.example <evil@bad.example>", ["boss@good.example|evil@bad.example"] },
        { "root", [] },
        { "@", [] },
        { "a@b@c.example", [] },
        { "Ann\u202Enimda <ann@x.example>", ["Annnimda|ann@x.example"] },
        { "ann\u200B@x.example", ["ann@x.example"] },
        { "a..b@x.example", ["a..b@x.example"] },
        { "  ,, ,", [] },
    };

    [Theory, MemberData(nameof(Lists))]
    public void A_list_is_read_as_its_mailboxes(string text, string[] expected) =>
        Assert.Equal(expected, MailAddresses.Parse(text).Select(address => address.Name is null ? address.Email : $"{address.Name}|{address.Email}"));

    [Fact]
    public void Invisible_characters_are_counted()
    {
        var hidden = 0;
        MailAddresses.Parse("A\u200Bn\u202En <a\u2066nn@x.example>", ref hidden);
        Assert.Equal(3, hidden);
    }

    [Theory]
    [InlineData("ann@x.example", true)]
    [InlineData("ann@X.example", false)]
    [InlineData("ann@x.example\r\nBcc: evil@x.example", false)]
    [InlineData("ann lee@x.example", false)]
    [InlineData("ann@x_y.example", true)]
    [InlineData("ann@", false)]
    [InlineData("@x.example", false)]
    [InlineData("ann@x..example", false)]
    public void Only_the_canonical_form_is_canonical(string email, bool expected) => Assert.Equal(expected, MailAddresses.IsCanonical(email));

    [Theory]
    [InlineData("a@x.example, b@x.example")]
    [InlineData("")]
    [InlineData("nobody")]
    public void One_address_means_one(string text) => Assert.False(MailAddresses.TryParse(text, out _));

    [Fact]
    public void What_is_read_is_canonical_and_bounded_whatever_comes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var found = MailAddresses.Parse(text);
            Assert.All(found, address => Assert.True(MailAddresses.IsCanonical(address.Email), address.Email));
            Assert.All(found, address => Assert.True(address.Name is null || !address.Name.Any(char.IsControl)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("(", 200_000)]
    [InlineData("\"", 200_000)]
    [InlineData("<", 200_000)]
    [InlineData(":", 200_000)]
    [InlineData("a@b:", 60_000)]
    [InlineData("a,", 100_000)]
    [InlineData("a@b.example,", 50_000)]
    [InlineData("=?utf-8?q?", 50_000)]
    [InlineData("\\", 200_000)]
    public void Hostile_lists_take_linear_time(string unit, int count)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.InRange(MailAddresses.Parse(string.Concat(Enumerable.Repeat(unit, count))).Count, 0, 2000);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }
}
