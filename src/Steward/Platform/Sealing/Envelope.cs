using System.Security.Cryptography;
using System.Text;

namespace Steward.Platform.Sealing;

/// <summary>
/// The stored form of a sealed secret. AES-256-GCM (NIST SP 800-38D) twice: a data key of this secret alone seals it, the master key wraps the data key.
/// <code>
/// version 1 | master key id 8 | nonce 12, wrapped data key 32, tag 16 | nonce 12, sealed secret n, tag 16
/// </code>
/// Both layers authenticate version and place; the wrapping also the key's id. A form of another version is refused, and so is anything that is not exactly
/// this, plain text above all. Versions are only added: rows of old ones must open for ever.
/// </summary>
static class Envelope
{
    const byte Version = 1;
    const int Nonce = 12, Tag = 16, Head = 1 + MasterKey.IdLength, Wrapping = Nonce + MasterKey.Length + Tag, Shortest = Head + Wrapping + Nonce + Tag;

    public static byte[] Seal(MasterKey key, string place, ReadOnlySpan<byte> secret)
    {
        var envelope = new byte[Shortest + secret.Length];
        var dataKey = RandomNumberGenerator.GetBytes(MasterKey.Length);
        Wrap(envelope, key, dataKey, place);
        Encrypt(dataKey, secret, envelope.AsSpan(Head + Wrapping), Bound(place, []));
        CryptographicOperations.ZeroMemory(dataKey);
        return envelope;
    }

    /// <exception cref="SealException">It is no envelope, or not of this key and place.</exception>
    public static byte[] Open(MasterKey key, string place, ReadOnlySpan<byte> envelope)
    {
        var dataKey = Unwrap(key, place, envelope);
        var secret = Decrypt(dataKey, envelope[(Head + Wrapping)..], Bound(place, []));
        CryptographicOperations.ZeroMemory(dataKey);
        return secret;
    }

    /// <summary>The same secret under another master key; the secret itself is not opened.</summary>
    public static byte[] Rewrap(MasterKey from, MasterKey to, string place, ReadOnlySpan<byte> envelope)
    {
        var dataKey = Unwrap(from, place, envelope);
        var rewrapped = envelope.ToArray();
        Wrap(rewrapped, to, dataKey, place);
        CryptographicOperations.ZeroMemory(dataKey);
        return rewrapped;
    }

    /// <exception cref="SealException">It is no envelope.</exception>
    public static ReadOnlySpan<byte> KeyId(ReadOnlySpan<byte> envelope) => envelope.Length >= Shortest && envelope[0] == Version
        ? envelope.Slice(1, MasterKey.IdLength)
        : throw new SealException("This is not a sealed secret of a version that is known here.");

    static void Wrap(Span<byte> envelope, MasterKey key, ReadOnlySpan<byte> dataKey, string place)
    {
        envelope[0] = Version;
        key.Id.CopyTo(envelope[1..]);
        Encrypt(key.Bytes, dataKey, envelope.Slice(Head, Wrapping), Bound(place, key.Id));
    }

    static byte[] Unwrap(MasterKey key, string place, ReadOnlySpan<byte> envelope) => Decrypt(key.Bytes, envelope.Slice(Head, Wrapping), Bound(place, KeyId(envelope)));

    static void Encrypt(byte[] key, ReadOnlySpan<byte> plain, Span<byte> box, byte[] bound)
    {
        var nonce = box[..Nonce];
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(nonce, plain, box[Nonce..^Tag], box[^Tag..], bound);
    }

    static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> box, byte[] bound)
    {
        var plain = new byte[box.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        try
        {
            aes.Decrypt(box[..Nonce], box[Nonce..^Tag], box[^Tag..], plain, bound);
            return plain;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SealException("A sealed secret was altered, or was sealed for another place.", e);
        }
    }

    static byte[] Bound(string place, ReadOnlySpan<byte> keyId) => [Version, .. keyId, .. Encoding.UTF8.GetBytes(place)];
}
