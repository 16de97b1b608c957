namespace Steward.Items.Imports;

/// <param name="Entry">Number of the file within an archive; 0 for a plain file.</param>
/// <param name="Offset">Offset in it, in octets as unpacked.</param>
readonly record struct ImportPosition(int Entry, long Offset);

/// <summary>One thing found in the file. <see cref="Next"/> is where reading goes on once this and all before it are stored.</summary>
abstract record ImportItem(ImportPosition Next, long ProcessedBytes)
{
    /// <param name="Path">Name of the file it came from: mailbox programs keep flags in it.</param>
    public sealed record Mail(ImportPosition Next, long ProcessedBytes, byte[] Raw, DateTimeOffset? Envelope, string Path) : ImportItem(Next, ProcessedBytes);
    public sealed record Calendar(ImportPosition Next, long ProcessedBytes, byte[] Content) : ImportItem(Next, ProcessedBytes);
    public sealed record Broken(ImportPosition Next, long ProcessedBytes, string Reason) : ImportItem(Next, ProcessedBytes);
    /// <summary>Nothing to store here; only the position moves.</summary>
    public sealed record Skipped(ImportPosition Next, long ProcessedBytes) : ImportItem(Next, ProcessedBytes);
}

/// <summary>Why nothing more can be read from a file; the message is for a person.</summary>
sealed class ImportRefusedException(string message) : Exception(message);
