using System.Text;
using Steward.LanguageModels;

namespace Steward.Providers.Recording;

/// <summary>A stream that notes, line by line, what is read of it and when, and tells once how it ended: at its end, when reading fails, or when it is closed before.</summary>
sealed class NotedStream(Stream inner, Func<double> elapsed, Func<IReadOnlyList<ModelChunk>, ModelEnding, Task> ended) : Stream
{
    readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    readonly StringBuilder line = new();
    readonly List<ModelChunk> chunks = [];
    bool over;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            await EndAsync(e is IOException ? ModelEnding.BrokeOff : ModelEnding.Left);
            throw;
        }
        if (read > 0)
            Note(buffer.Span[..read]);
        else if (buffer.Length > 0)
            await EndAsync(ModelEnding.Whole);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>No adapter reads without waiting asynchronously; one that did would be recorded as left.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Note(buffer.AsSpan(offset, read));
        return read;
    }

    void Note(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = new char[decoder.GetCharCount(bytes, flush: false)];
        text = text[..decoder.GetChars(bytes, text, flush: false)];
        while (text.IndexOf('\n') is >= 0 and var end)
        {
            line.Append(text[..(end + 1)]);
            text = text[(end + 1)..];
            Take();
        }
        line.Append(text);
    }

    void Take()
    {
        if (line.Length > 0)
            chunks.Add(new ModelChunk(elapsed(), line.ToString()));
        line.Clear();
    }

    Task EndAsync(ModelEnding ending)
    {
        if (over)
            return Task.CompletedTask;
        over = true;
        Take();
        return ended(chunks, ending);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _ = EndAsync(ModelEnding.Left);
        }
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await EndAsync(ModelEnding.Left);
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
