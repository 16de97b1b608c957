using System.Diagnostics;
using Steward.Mail;

namespace Steward.Tests.Mail.Mime;

/// <summary>What a reader does not see is not read, and is counted (A2).</summary>
public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<p style='display:none'>secret</p>")]
    [InlineData("<p style='DISPLAY : NONE !important; display:block'>secret</p>")]
    [InlineData("<div style='display:none'><p style='display:block'>secret</p></div>")]
    [InlineData("<p hidden>secret</p>")]
    [InlineData("<p style='visibility:hidden'>secret</p>")]
    [InlineData("<p style='opacity:0'>secret</p>")]
    [InlineData("<p style='opacity:0.01'>secret</p>")]
    [InlineData("<p style='font-size:0'>secret</p>")]
    [InlineData("<p style='font-size:1px'>secret</p>")]
    [InlineData("<p style='font:0/0 a'>secret</p>")]
    [InlineData("<div style='font-size:0'><span style='font-size:2em'>secret</span></div>")]
    [InlineData("<p style='color:#fff'>secret</p>")]
    [InlineData("<p style='color:white'>secret</p>")]
    [InlineData("<font color='#FFFFFE'>secret</font>")]
    [InlineData("<p style='color:rgb(255, 255, 255)'>secret</p>")]
    [InlineData("<p style='color:transparent'>secret</p>")]
    [InlineData("<p style='color:rgba(0,0,0,0)'>secret</p>")]
    [InlineData("<td bgcolor='#333333'><span style='color:#333'>secret</span></td>")]
    [InlineData("<div style='background:#000'><div style='color:#000'>secret</div></div>")]
    [InlineData("<div style='max-height:0;overflow:hidden'>secret</div>")]
    [InlineData("<div style='width:1px;height:1px;overflow:hidden'>secret</div>")]
    [InlineData("<div style='position:absolute;left:-9999px'>secret</div>")]
    [InlineData("<div style='text-indent:-9999px'>secret</div>")]
    [InlineData("<div style='position:absolute;clip:rect(0,0,0,0)'>secret</div>")]
    [InlineData("<!-- secret -->")]
    [InlineData("<title>secret</title>")]
    [InlineData("<img alt='secret' src=x>")]
    [InlineData("<style>.h{display:none}</style><p class='a h'>secret</p>")]
    [InlineData("<p class=h>secret</p><style>p.h{font-size:0px}</style>")]
    [InlineData("<style>/* x */ #i, b { color : #ffffff }</style><p id=i>secret</p>")]
    [InlineData("<style>.o .h{display:none}</style><div class=o><p><b class=h>secret</b></p></div>")]
    [InlineData("<template>secret</template>")]
    [InlineData("<iframe>secret</iframe>")]
    [InlineData("<p><b style='display:none'>secret</p>secret")]
    [InlineData("<span style='display:none'/>secret</span>")]
    [InlineData("<noembed>secret</noembed>")]
    public void Hidden_text_is_left_out_and_counted(string html)
    {
        var (text, hidden) = MimeReader.TextOfHtml($"<p>seen</p>{html}");
        Assert.Equal("seen", text);
        Assert.InRange(hidden, 6, 60);
    }

    [Theory]
    [InlineData("<p style='display:block'>seen</p>")]
    [InlineData("<div style='visibility:hidden'><p style='visibility:visible'>seen</p></div>")]
    [InlineData("<td style='font-size:0'><span style='font-size:14px'>seen</span></td>")]
    [InlineData("<table bgcolor='#305070'><tr><td style='color:#fff'>seen</td></tr></table>")]
    [InlineData("<div style='background:url(x.png)'><p style='color:#fff'>seen</p></div>")]
    [InlineData("<div style='background-color:#fff'><a href=x>seen</a></div>")]
    [InlineData("<style>@media (max-width:600px){.m{display:none}}</style><p class=m>seen</p>")]
    [InlineData("<style>.other .h{display:none}</style><p class=h>seen</p>")]
    [InlineData("<p style='height:0'>seen</p>")]
    [InlineData("<font color=red><b>seen</font></b>")]
    [InlineData("<div style='display:none'>x</div><p>seen")]
    [InlineData("<p style='display:none'>x<p>seen")]
    [InlineData("<!--[if mso]>outlook<![endif]-->seen")]
    public void Visible_text_stays(string html) => Assert.Equal("seen", MimeReader.TextOfHtml(html).Text.Replace("\n", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("a<br>b<br><br>c", "a\nb\n\nc")]
    [InlineData("<p>one</p>\n\n<p>two</p>", "one\n\ntwo")]
    [InlineData("<div>one</div><div>two</div>", "one\ntwo")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc")]
    [InlineData("a &amp; b &lt;c&gt; &euro; &#8364;", "a & b <c> € €")]
    [InlineData("<pre>x\n  y</pre>", "x\n  y")]
    [InlineData("  many   \n  spaces  ", "many spaces")]
    [InlineData("<script>alert(1)</script>text<style>p{}</style>", "text")]
    [InlineData("unclosed <b>bold", "unclosed bold")]
    [InlineData("z\u200Be\u202Er\u00ADo", "zero")]
    [InlineData("", "")]
    public void Blocks_become_lines(string html, string expected) => Assert.Equal(expected, MimeReader.TextOfHtml(html).Text);

    public static TheoryData<string, string> Hostile => new()
    {
        { "div", Repeat("<div>", 100_000) }, { "formatting", string.Concat(Enumerable.Range(0, 50_000).Select(i => $"<font size={i}><p>")) }, { "misnested", Repeat("<b><p></b>x", 60_000) },
        { "tables", Repeat("<table><tr><td>", 50_000) }, { "attributes", "<p " + string.Concat(Enumerable.Range(0, 50_000).Select(i => $" a{i}=1")) + ">" },
        { "sheet", "<style>" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $".a{{color:rgb({i},0,0)}}")) + "</style>" + Repeat("<b class=a>x</b>", 20_000) },
        { "selectors", "<style>" + Repeat("a b c d e f,", 20_000) + "{display:none}</style>" + Repeat("<a><b>", 20_000) }, { "comments", Repeat("<!--", 100_000) }, { "entities", Repeat("&amp", 100_000) },
        { "style", $"<p style='{Repeat("color:red;", 50_000)}'>x" }, { "classes", $"<p class='{Repeat("a ", 100_000)}'>x" }, { "open styles", Repeat("<style>", 100_000) },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void Hostile_markup_takes_bounded_time(string name, string html)
    {
        var watch = Stopwatch.StartNew();
        MimeReader.TextOfHtml(html);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{name} took {watch.Elapsed}");
    }

    static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
