using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>
/// Steps and snapshots as JSON, format 2. A stored format is a public API: members are only added, and a changed meaning is a new format with the old reader kept.
/// No type name is ever written or read: what a value is, the workflow's channels say.
/// </summary>
public sealed class StepCodec(JsonSerializerOptions json)
{
    public const int Format = 2;

    /// <summary>The format of a row whose payload was taken away.</summary>
    public const int Pruned = 0;

    /// <summary>Values longer than this are stored by content.</summary>
    public const int BlobBytes = 32 * 1024;

    /// <summary>A step that changes more than this is refused: state is for decisions, not for files.</summary>
    public const int MaxStepBytes = 4 * 1024 * 1024;

    internal JsonSerializerOptions Json => json;

    /// <summary>The delta of a requeueing, which changes no value: stores write it when a person lets a failed run go on.</summary>
    public static ReadOnlyMemory<byte> Requeued { get; } = """{"task":0}"""u8.ToArray();

    /// <summary>The reason that a stored step of a failure gives, without needing its workflow.</summary>
    public static string? ErrorOf(string delta)
    {
        if (!delta.Contains("\"error\"", StringComparison.Ordinal))
            return null;
        using var document = JsonDocument.Parse(delta);
        return StepReader.Text(document.RootElement, "error");
    }

    /// <param name="snapshot">The checkpoint after the step, when one is to be stored.</param>
    /// <param name="known">Hashes that this run has stored already.</param>
    /// <param name="before">Where the run stood before the step; null: at its beginning.</param>
    /// <exception cref="WorkflowRuntimeException">The step is too large.</exception>
    internal EncodedStep Encode(StepEvent step, RunImage? snapshot, IReadOnlySet<string> known, RunPosition? before = null)
    {
        var blobs = new BlobWriter(json, known);
        var delta = StepWriter.Write(step, blobs, before ?? RunPosition.Empty);
        // Spelled out: a null array would silently convert to an empty memory, which is not "no snapshot".
        ReadOnlyMemory<byte>? image = snapshot is null ? (ReadOnlyMemory<byte>?)null : SnapshotCodec.Write(snapshot, blobs);
        if (delta.Length + blobs.NewBytes > MaxStepBytes)
            throw new WorkflowRuntimeException($"The step of '{step.Node}' changes {(delta.Length + blobs.NewBytes) / 1024} KB of state; the limit is {MaxStepBytes / 1024} KB.");
        return new EncodedStep(Format, delta, image, blobs.Hashes, blobs.New);
    }

    /// <param name="before">Where the run stood before the step; null: it does not matter, because nothing is planned in it.</param>
    internal StepEvent Decode(StoredStep step, ChannelSet channels, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs, RunPosition? before = null)
    {
        RequireFormat(step);
        using var document = JsonDocument.Parse(step.Delta);
        return new StepReader(channels, json, blobs).Read(step, document.RootElement, before ?? RunPosition.Empty);
    }

    internal RunImage DecodeSnapshot(StoredStep step, Workflow workflow, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs)
    {
        RequireFormat(step);
        using var document = JsonDocument.Parse(step.Snapshot!.Value);
        return SnapshotCodec.Read(document.RootElement, workflow, step.Seq, new StepReader(workflow.Channels, json, blobs));
    }

    static void RequireFormat(StoredStep step)
    {
        if (step.Format == Pruned)
            throw new WorkflowRuntimeException("The run is pruned: what its steps changed is not kept any more, only that they happened.");
        if (step.Format is < 1 or > Format)
            throw new WorkflowRuntimeException($"The step {step.Seq} is stored in format {step.Format}; this program reads up to {Format}.");
    }

    /// <summary>Writes values, and puts large ones aside.</summary>
    internal sealed class BlobWriter(JsonSerializerOptions json, IReadOnlySet<string> known)
    {
        public List<string> Hashes { get; } = [];
        public List<Blob> New { get; } = [];
        public int NewBytes { get; private set; }

        /// <summary>The value's bytes, or its hash when it is large.</summary>
        public (byte[] Inline, string? Hash) Value(Channel channel, object? value)
        {
            var bytes = channel.Write(value, json);
            if (bytes.Length <= BlobBytes)
                return (bytes, null);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (Hashes.Contains(hash))
                return ([], hash);
            Hashes.Add(hash);
            if (!known.Contains(hash))
            {
                New.Add(new Blob(hash, bytes));
                NewBytes += bytes.Length;
            }
            return ([], hash);
        }
    }

    internal static byte[] Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
