using Steward.Platform;

namespace Steward.LanguageModels.Providers;

/// <summary>Seals and opens the keys of providers.</summary>
/// <param name="keys">Null where there are none; then no key can have been sealed.</param>
sealed class ProviderKeys(MasterKeys? keys = null)
{
    readonly Seals seals = new(keys ?? new MasterKeys(static () => []));

    public static readonly SealedColumn Column = new("models.providers", "id", "sealed_key");

    public void Seal(ProviderRow row, string? key)
    {
        row.SealedKey = key is null ? null : seals.Seal(Column, row.Id.ToString(), new Secret(key));
        row.KeyHint = key is { Length: >= 12 } ? key[^4..] : null;
    }

    /// <exception cref="FormatException">The key does not open; the message is for a person.</exception>
    public Secret? Open(ProviderRow row)
    {
        if (row.SealedKey is null)
            return null;
        try
        {
            return seals.Open(Column, row.Id.ToString(), row.SealedKey);
        }
        catch (SealException e)
        {
            throw new FormatException("The key cannot be opened with the master key that is here. Enter it again.", e);
        }
    }
}
