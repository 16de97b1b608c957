using System.Text;

namespace Steward.Mail.Mime;

/// <summary>Collects visible text as lines and paragraphs: white space folds, blocks begin lines, never more than one empty line.</summary>
sealed class TextFlow
{
    readonly StringBuilder text = new();
    int breaks;
    bool space;

    /// <summary>Non-blank characters that were left out.</summary>
    public int Hidden { get; private set; }

    public void Hide(string hidden)
    {
        foreach (var c in hidden)
        {
            if (!char.IsWhiteSpace(c))
                Hidden++;
        }
    }

    public void Add(string more, bool preformatted)
    {
        foreach (var c in more)
        {
            if (preformatted && c == '\n')
                Break(1, always: true);
            else if (c is '\n' or '\r' or '\t' or '\f' || c == ' ' && !preformatted)
                space = true;
            else
                Put(c);
        }
    }

    public void Space() => space = true;

    public void Bullet(bool hidden)
    {
        if (hidden)
            return;
        Put('-');
        space = true;
    }

    /// <param name="lines">1 begins a line, 2 a paragraph.</param>
    /// <param name="always">Adds to breaks that are there already, as &lt;br&gt; does.</param>
    public void Break(int lines, bool always = false)
    {
        breaks = Math.Min(2, always ? breaks + lines : Math.Max(breaks, lines));
        space = false;
    }

    void Put(char c)
    {
        if (text.Length > 0)
        {
            if (breaks > 0)
                text.Append('\n', breaks);
            else if (space && text[^1] is not ('\n' or ' '))
                text.Append(' ');
        }
        breaks = 0;
        space = false;
        text.Append(c == '\u00A0' ? ' ' : c);
    }

    public override string ToString() => text.ToString();
}
