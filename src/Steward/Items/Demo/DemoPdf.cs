using System.Globalization;
using System.Text;

namespace Steward.Items.Demo;

/// <summary>A real one-page PDF 1.4 with the given text in Helvetica, small enough for a demo attachment.</summary>
static class DemoPdf
{
    public static byte[] Write(string title, string text)
    {
        var lines = new[] { title, "" }.Concat(text.Split('\n').SelectMany(Wrap)).Take(48);
        var content = "BT /F1 11 Tf 56 780 Td 15 TL\n" + string.Concat(lines.Select(line => $"({Escape(line)}) Tj T*\n")) + "ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    static IEnumerable<string> Wrap(string line)
    {
        for (; line.Length > 90; line = line[90..])
            yield return line[..90];
        yield return line;
    }

    static string Escape(string text) =>
        string.Concat(text.Select(c => c is '(' or ')' or '\\' ? "\\" + c : c < 256 && c >= ' ' ? c.ToString() : "?"));
}
