using FsCheck;
using FsCheck.Fluent;
using Steward.Mail.Html;

namespace Steward.Tests.Mail.Html;

public sealed class SafeHtmlTests
{
    static string Body(string html) => new SafeHtml(id => id == "pic@x" ? "data:image/png;base64,AAAA" : null).Write(html)
        [SafeHtml.Opening.Length..^"</body></html>".Length];

    [Theory]
    [InlineData("<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>")]
    [InlineData("<script>alert(1)</script>x", "x")]
    [InlineData("<style>body{background:url(http://evil)}</style>x", "x")]
    [InlineData("<p onclick=alert(1) id=a class=b name=c>x</p>", "<p>x</p>")]
    [InlineData("<img src=http://evil/x.png alt=cat onerror=alert(1)>", "<img alt=\"cat\">")]
    [InlineData("<img src=//evil/x.png srcset='http://evil 2x'>", "<img>")]
    [InlineData("<img src='cid:pic@x'>", "<img src=\"data:image/png;base64,AAAA\">")]
    [InlineData("<img src='cid:other'>", "<img>")]
    [InlineData("<img src='data:image/svg+xml;base64,AAAA'>", "<img>")]
    [InlineData("<img src='data:image/gif;base64,R0lG'>", "<img src=\"data:image/gif;base64,R0lG\">")]
    [InlineData("<a href='javascript:alert(1)'>x</a>", "<a>x</a>")]
    [InlineData("<a href=' jAvAscript&#58;alert(1)'>x</a>", "<a>x</a>")]
    [InlineData("<a href='data:text/html,x'>x</a>", "<a>x</a>")]
    [InlineData("<a href='/relative'>x</a>", "<a>x</a>")]
    [InlineData("<form action=http://evil><input name=a><button>Go</button><p>x</p></form>", "<p>x</p>")]
    [InlineData("<meta http-equiv=refresh content='0;url=http://evil'><base href=http://evil>x", "x")]
    [InlineData("<iframe src=http://evil></iframe><object data=x></object><embed src=x>x", "x")]
    [InlineData("<svg><script>alert(1)</script><a href=javascript:alert(1)>y</a></svg>x", "x")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "")]
    [InlineData("<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>x", "<p title=\"&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;\">x</p>")]
    [InlineData("<!-- <script> -->x<!--[if mso]>y<![endif]-->", "x")]
    [InlineData("<unknown><p>kept</p></unknown>", "<p>kept</p>")]
    [InlineData("<p style='color:red;position:fixed;background:url(http://evil)'>x</p>", "<p style=\"color:red;\">x</p>")]
    [InlineData("<p style='background-color:rgb(1,2,3);width:calc(1px + 2px)'>x</p>", "<p style=\"background-color:rgb(1,2,3);width:calc(1px &#x2B; 2px);\">x</p>")]
    [InlineData("<p style='background:\\75rl(http://evil)'>x</p>", "<p>x</p>")]
    [InlineData("<p style='width:expression(alert(1))'>x</p>", "<p>x</p>")]
    [InlineData("<p style='background:image-set(\"http://evil\" 1x)'>x</p>", "<p>x</p>")]
    [InlineData("<p style='color:red/**/;font:a'>x</p>", "<p style=\"font:a;\">x</p>")]
    [InlineData("a &lt;b&gt; &amp;", "a &lt;b&gt; &amp;")]
    public void Only_what_looks_is_kept(string html, string expected) => Assert.Equal(expected, Body(html));

    [Theory]
    [InlineData("<img src='https://shop.example/a.png?x=1&y=2'>", "<img src=\"https://shop.example/a.png?x=1&amp;y=2\">")]
    [InlineData("<img src='http://shop.example/a.png'>", "<img>")]
    [InlineData("<img src='//shop.example/a.png'>", "<img>")]
    [InlineData("<img src='javascript:alert(1)'>", "<img>")]
    [InlineData("<p style='background:url(https://shop.example/a.png)'>x</p>", "<p>x</p>")]
    public void Pictures_from_elsewhere_come_only_when_asked_for_and_only_over_https(string html, string expected)
    {
        Assert.DoesNotContain("shop.example", Body(html), StringComparison.Ordinal);
        Assert.Contains($"<body>{expected}</body>", new SafeHtml(_ => null, remotePictures: true).Write(html), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_opens_elsewhere_and_says_where_it_goes() => Assert.Equal(
        "<a href=\"https://example.com/a?b=1&amp;c\" title=\"https://example.com/a?b=1&amp;c\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">bank.example</a>",
        Body("<a href='https://example.com/a?b=1&c' title='https://bank.example' target=_top>bank.example</a>"));

    [Fact]
    public void Deep_nesting_neither_breaks_nor_costs_much()
    {
        Assert.Contains("deep", Body(string.Concat(Enumerable.Repeat("<div><b>", 1500)) + "deep"), StringComparison.Ordinal);
        Assert.False(SafeHtml.CanShow(string.Concat(Enumerable.Repeat("<div><b><i>", 20_000))));
        Assert.True(SafeHtml.CanShow(string.Concat(Enumerable.Repeat("<tr><td>x</td></tr>", 4000))));
    }

    [Fact]
    public void Nothing_that_acts_survives_any_mixture()
    {
        var piece = Gen.Elements("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "\"", "'", ">", "<", "<a href=\"javascript:", "<style>", "</style>", "<p title=\"",
            "<!--", "-->", "<math>", "<table>", "<template>", "&lt;script&gt;", "style=\"background:url(http://e)\"", "<iframe srcdoc='", "<plaintext>", "text", "<noscript>", "<select>", "\0", "<base href=//e>");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500), Prop.ForAll(piece.ListOf().Select(parts => string.Concat(parts)).ToArbitrary(), html =>
        {
            var once = Body(html);
            var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument("<body>" + once);
            foreach (var element in document.Body!.QuerySelectorAll("*"))
            {
                Assert.DoesNotContain(element.LocalName, new[] { "script", "style", "iframe", "svg", "math", "form", "base", "template", "select", "noscript", "object", "meta", "link" });
                Assert.All(element.Attributes, a => Assert.False(a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Value.Contains("javascript:", StringComparison.OrdinalIgnoreCase) && a.Name is "href" or "src"));
                Assert.DoesNotContain("url(", element.GetAttribute("style") ?? "", StringComparison.OrdinalIgnoreCase);
            }
        }));
    }
}
