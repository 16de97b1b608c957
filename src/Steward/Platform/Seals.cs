using System.Text;
using Steward.Platform.Sealing;

namespace Steward.Platform;

/// <summary>
/// Seals secrets that have to be replayed (tokens, API keys) for storage and opens them again. What only has to be compared is kept as a digest instead.
/// It protects copies of the database and swapped rows; whoever can read the master key and the database reads everything.
/// </summary>
public sealed class Seals(MasterKeys keys)
{
    /// <param name="row">The row's primary key as PostgreSQL prints it: <c>id.ToString()</c> for a uuid.</param>
    public byte[] Seal(SealedColumn column, string row, Secret secret) =>
        Envelope.Seal(keys.Current, column.Place(row), Encoding.UTF8.GetBytes(secret.Reveal()));

    /// <exception cref="SealException">The master key is not here, or the bytes are not what was sealed for this row: nothing is guessed or passed through.</exception>
    public Secret Open(SealedColumn column, string row, byte[] envelope)
    {
        var place = column.Place(row);
        return new(Encoding.UTF8.GetString(Envelope.Open(KeyOf(envelope, place), place, envelope)));
    }

    /// <summary>The same secret under the current master key.</summary>
    internal byte[] Rewrap(SealedColumn column, string row, byte[] envelope)
    {
        var place = column.Place(row);
        return Envelope.Rewrap(KeyOf(envelope, place), keys.Current, place, envelope);
    }

    MasterKey KeyOf(byte[] envelope, string place)
    {
        var id = Envelope.KeyId(envelope);
        return keys.Find(id) ?? throw new SealException($"{place} is sealed with the master key {Convert.ToHexStringLower(id)}, which is not here.");
    }
}
