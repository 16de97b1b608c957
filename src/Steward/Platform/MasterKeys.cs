using System.Security.Cryptography;

namespace Steward.Platform;

/// <summary>A key of 256 bits that wraps the data keys of sealed secrets. Its id is made of it and gives nothing of it away.</summary>
public sealed class MasterKey
{
    public const int Length = 32, IdLength = 8;

    MasterKey(byte[] bytes)
    {
        Bytes = bytes;
        Id = SHA256.HashData([.. "steward master key "u8, .. bytes])[..IdLength];
    }

    internal byte[] Bytes { get; }

    /// <summary>Stands in every envelope, so that the right key is found and a missing one can be named.</summary>
    public byte[] Id { get; }

    public string Name => Convert.ToHexStringLower(Id);

    public static MasterKey New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <returns>Null when this is not the base64 of exactly 32 bytes.</returns>
    public static MasterKey? Parse(string text)
    {
        var bytes = new byte[Length + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var count) && count == Length ? new(bytes[..Length]) : null;
    }

    /// <summary>The base64 form, for the one file that keeps it.</summary>
    public string Reveal() => Convert.ToBase64String(Bytes);

    public override string ToString() => $"master key {Name}";
}

/// <summary>
/// The master keys that this process has: the first seals, the others only open. They are read again for every seal, and whenever an envelope names a key
/// that is not known, so that a running process takes up a rotated key without a restart.
/// </summary>
/// <param name="read">Reads the keys from where they are kept; empty when there are none.</param>
public sealed class MasterKeys(Func<IReadOnlyList<MasterKey>> read)
{
    IReadOnlyList<MasterKey> known = [];

    /// <exception cref="SealException">There is no master key.</exception>
    public MasterKey Current => Read().FirstOrDefault() ?? throw new SealException("There is no master key.");

    public IReadOnlyList<MasterKey> Read() => known = read();

    internal MasterKey? Find(ReadOnlySpan<byte> id) => Among(known, id) ?? Among(Read(), id);

    static MasterKey? Among(IReadOnlyList<MasterKey> keys, ReadOnlySpan<byte> id)
    {
        foreach (var key in keys)
        {
            if (id.SequenceEqual(key.Id))
                return key;
        }
        return null;
    }
}

/// <summary>A sealed secret cannot be opened: its master key is not here, or it is not what was sealed in this place. Never a reason to go on without it.</summary>
public sealed class SealException(string message, Exception? inner = null) : Exception(message, inner);
