using Steward.Platform;

namespace Steward.Host;

/// <summary>Where the master keys are kept: the environment, a file that somebody else provides, or <c>master.key</c> in the data folder (mode 600).</summary>
sealed class MasterKeyStore(StewardOptions options, string dataFolder)
{
    string FilePath => options.MasterKeyFile ?? Path.Combine(dataFolder, "master.key");

    /// <summary>How to name the place to a person.</summary>
    public string Place => options.MasterKey is not null ? "STEWARD_MASTER_KEY" : FilePath;

    /// <summary>True when Steward made the keys and may make another.</summary>
    public bool IsOwn => options.MasterKey is null && options.MasterKeyFile is null;

    /// <summary>The present key first. Empty when the file in the data folder is not there.</summary>
    /// <exception cref="StartException">What is there is no key. The text is not repeated.</exception>
    public IReadOnlyList<MasterKey> Read()
    {
        if (options.MasterKey is not null && options.MasterKeyFile is not null)
            throw new StartException("STEWARD_MASTER_KEY and STEWARD_MASTER_KEY_FILE are both set. Set one of them.");
        if (options.MasterKey is { } text)
            return Parse(text.Reveal().Split(',', StringSplitOptions.RemoveEmptyEntries));
        try
        {
            return Parse(File.ReadAllLines(FilePath).Where(line => line.Trim() is not ("" or ['#', ..])));
        }
        catch (FileNotFoundException) when (IsOwn)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The master key cannot be read from {FilePath} ({e.GetType().Name}).", e);
        }
    }

    /// <summary>
    /// Makes the key of a new Steward, and otherwise checks that every key is here that this database needs. Nothing is made or changed when one is missing.
    /// </summary>
    /// <exception cref="StartException">A key is missing; the message says which, where it was looked for, and what to do.</exception>
    public async Task EnsureAsync(MasterKeyLedger ledger, CancellationToken cancel)
    {
        if (Read().Count == 0)
        {
            if ((await ledger.NeededAsync(cancel)) is [var needed, ..])
                throw new StartException($"The master key {needed} of this database is missing: {FilePath} is not there. Put it back from your backup; without it, no stored sign-in can be opened. Nothing was changed.");
            await WriteAsync([MasterKey.New()], cancel);
        }
        if (await ledger.MissingAsync(cancel) is [var missing, ..])
            throw new StartException($"This database needs the master key {missing}, and {Place} holds {Names(Read())}. Provide the right key, or add it after the present one. Nothing was changed.");
    }

    /// <summary>Replaces the file: all keys are in it, or it is as it was.</summary>
    public Task WriteAsync(IReadOnlyList<MasterKey> keys, CancellationToken cancel) => OwnerOnlyFile.WriteAsync(FilePath, string.Join(Environment.NewLine,
    [
        "# Steward's master keys: they open the sign-ins that are stored in its database. The first seals, the others only open.",
        "# Keep a copy apart from the copies of the database: whoever has both can use your accounts.",
        .. keys.Select(k => k.Reveal()),
    ]), cancel);

    IReadOnlyList<MasterKey> Parse(IEnumerable<string> texts)
    {
        MasterKey[] keys = [.. texts.Select(t => MasterKey.Parse(t) ?? throw new StartException($"{Place} holds something that is no master key: a key is the base64 of 32 random bytes (openssl rand -base64 32)."))];
        return keys.Length > 0 ? keys : throw new StartException($"{Place} holds no master key.");
    }

    static string Names(IReadOnlyList<MasterKey> keys) => string.Join(", ", keys.Select(k => k.Name));
}
