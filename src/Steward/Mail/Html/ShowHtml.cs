namespace Steward.Mail.Html;

/// <summary>A message as a page for the sandboxed frame, with the pictures that came along put in their places.</summary>
sealed class ShowHtml(IMailReader reader, Mailbox mailbox)
{
    const int LargestPicture = 4 << 20, AllPictures = 16 << 20;

    public async Task<string> RunAsync(Message message, bool remotePictures, CancellationToken cancel)
    {
        if (message.Html is not { Length: > 0 } html || !SafeHtml.CanShow(html))
            return SafeHtml.OfText(message.Text);
        var pictures = await PicturesAsync(message, cancel);
        return new SafeHtml(id => pictures.GetValueOrDefault(id), remotePictures).Write(html);
    }

    /// <summary>Data addresses by Content-ID and, as some mailers write, by file name. What is too large is left out.</summary>
    async Task<Dictionary<string, string>> PicturesAsync(Message message, CancellationToken cancel)
    {
        var pictures = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!message.Html!.Contains("cid:", StringComparison.OrdinalIgnoreCase))
            return pictures;
        var left = (long)AllPictures;
        foreach (var file in message.Attachments.Where(a => PictureTypes.IsShown(a.ContentType) && a.Size <= LargestPicture))
        {
            if (left < file.Size)
                break;
            left -= file.Size;
            await using var stream = await reader.OpenAttachmentAsync(mailbox, message.Summary.Id, file.Index, cancel);
            if (stream is null)
                continue;
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancel);
            var address = $"data:{file.ContentType.ToLowerInvariant()};base64,{Convert.ToBase64String(content.GetBuffer(), 0, (int)content.Length)}";
            pictures.TryAdd(file.ContentId ?? file.FileName, address);
            pictures.TryAdd(file.FileName, address);
        }
        return pictures;
    }
}
