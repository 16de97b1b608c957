using System.Text;

namespace Steward.Providers.Smtp;

/// <summary>The server said no. The text is the server's, cleaned and short.</summary>
sealed class SmtpRefusedException(string code, string text) : Exception(text)
{
    public string Code => code;
}

/// <summary>Commands and answers of one connection.</summary>
sealed class SmtpSession(Stream stream) : IAsyncDisposable
{
    const int LongestLine = 4096, MostLines = 200;

    readonly byte[] buffer = new byte[4096];
    int start, end;

    /// <returns>The lines of the answer.</returns>
    public async Task<IReadOnlyList<string>> AskAsync(string command, string expected, CancellationToken cancel)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancel);
        await stream.FlushAsync(cancel);
        return await ExpectAsync(expected, cancel);
    }

    public async Task<IReadOnlyList<string>> ExpectAsync(string expected, CancellationToken cancel)
    {
        var lines = new List<string>();
        do
            lines.Add(await LineAsync(cancel));
        while (lines[^1].Length > 3 && lines[^1][3] == '-' && lines.Count < MostLines);
        var last = lines[^1];
        return last.StartsWith(expected, StringComparison.Ordinal)
            ? lines
            : throw new SmtpRefusedException(last.Length >= 3 ? last[..3] : "?", Platform.VisibleText.CleanLine(last.Length > 300 ? last[..300] : last));
    }

    public async Task SignInAsync(IReadOnlyList<string> features, string user, string password, CancellationToken cancel)
    {
        var methods = features.FirstOrDefault(f => f.AsSpan(Math.Min(4, f.Length)).StartsWith("AUTH", StringComparison.OrdinalIgnoreCase)) ?? "";
        if (methods.Contains("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            await AskAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")), "235", cancel);
            return;
        }
        await AskAsync("AUTH LOGIN", "334", cancel);
        await AskAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(user)), "334", cancel);
        await AskAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(password)), "235", cancel);
    }

    /// <summary>The message, a dot at the start of a line doubled (RFC 5321 §4.5.2), ending with a line end and flushed.</summary>
    public async Task WriteTextAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        using var stuffed = new MemoryStream(octets.Length + 64);
        var atLineStart = true;
        foreach (var octet in octets.Span)
        {
            if (atLineStart && octet == (byte)'.')
                stuffed.WriteByte((byte)'.');
            stuffed.WriteByte(octet);
            atLineStart = octet == (byte)'\n';
        }
        if (!atLineStart)
            stuffed.Write("\r\n"u8);
        await stream.WriteAsync(stuffed.GetBuffer().AsMemory(0, (int)stuffed.Length), cancel);
        await stream.FlushAsync(cancel);
    }

    async Task<string> LineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (line.Length < LongestLine)
        {
            if (start == end)
            {
                (start, end) = (0, await stream.ReadAsync(buffer, cancel));
                if (end == 0)
                    throw new EndOfStreamException("The mail relay ended the connection.");
            }
            var c = (char)buffer[start++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(c);
        }
        throw new IOException("The mail relay sent a line without end.");
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
