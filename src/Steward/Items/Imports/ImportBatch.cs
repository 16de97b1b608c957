using Steward.Mail;

namespace Steward.Items.Imports;

/// <summary>What is stored together with the position behind it.</summary>
sealed class ImportBatch
{
    public List<(int Number, IncomingMessage Message)> Mail { get; } = [];
    public List<(int Number, byte[] Content)> Calendars { get; } = [];
    public List<ImportProblem> Problems { get; } = [];
    public ImportPosition Next { get; set; }
    public long ProcessedBytes { get; set; }
    /// <summary>Items read, stored or not.</summary>
    public int Read { get; set; }
    public long Bytes { get; set; }
    /// <summary>True for the last batch of the file.</summary>
    public bool Last { get; set; }
    /// <summary>Why the file cannot be read further, when it cannot.</summary>
    public string? Refusal { get; set; }
}

/// <summary>Reads the file on a thread of its own and hands over batches; at most two wait, which bounds memory.</summary>
sealed class BatchReader(ImportOptions options, TimeProvider clock)
{
    public async Task ReadAsync(string path, Import import, string ownAddress, System.Threading.Channels.ChannelWriter<ImportBatch> batches, CancellationToken cancel)
    {
        var batch = new ImportBatch();
        var number = import.Read;
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            var start = new ImportPosition(import.Entry, import.EntryOffset);
            (batch.Next, batch.ProcessedBytes) = (start, import.ProcessedBytes);
            await foreach (var item in new ImportFile(options).ReadAsync(file, start, cancel))
            {
                Add(batch, item, ref number, ownAddress);
                if (batch.Mail.Count < options.BatchMessages && batch.Bytes < options.BatchBytes && batch.Problems.Count < 1000 && batch.Calendars.Count == 0)
                    continue;
                await batches.WriteAsync(batch, cancel);
                batch = new ImportBatch { Next = batch.Next, ProcessedBytes = batch.ProcessedBytes };
            }
        }
        catch (ImportRefusedException e)
        {
            batch.Refusal = e.Message;
        }
        batch.Last = true;
        await batches.WriteAsync(batch, cancel);
    }

    void Add(ImportBatch batch, ImportItem item, ref int number, string ownAddress)
    {
        (batch.Next, batch.ProcessedBytes) = (item.Next, item.ProcessedBytes);
        if (item is ImportItem.Skipped)
            return;
        number++;
        batch.Read++;
        switch (item)
        {
            case ImportItem.Mail mail:
                AddMail(batch, mail, number, ownAddress);
                break;
            case ImportItem.Calendar calendar:
                batch.Calendars.Add((number, calendar.Content));
                batch.Bytes += calendar.Content.Length;
                break;
            case ImportItem.Broken broken:
                batch.Problems.Add(new ImportProblem(number, broken.Reason));
                break;
        }
    }

    void AddMail(ImportBatch batch, ImportItem.Mail mail, int number, string ownAddress)
    {
        if (mail.Raw.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            batch.Problems.Add(new ImportProblem(number, "The message is empty."));
            return;
        }
        var read = MimeReader.Read(mail.Raw, clock.GetUtcNow(), options.Limits, mail.Envelope);
        if (!read.Ok)
        {
            batch.Problems.Add(new ImportProblem(number, read.Error!.Detail));
            return;
        }
        batch.Mail.Add((number, read.Value.Message with { Labels = MailLabels.Of(read.Value, ownAddress, mail.Path) }));
        batch.Bytes += mail.Raw.Length;
    }
}
