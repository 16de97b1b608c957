using Npgsql;
using Steward.Host.EmbeddedPostgres;
using Steward.Platform;

namespace Steward.Host;

/// <summary>
/// The command <c>rotate-key</c>: a new master key, and everything wrapped under it. It runs beside a running Steward, which takes the new key up by itself.
/// Killed anywhere, it is finished by running it again. The former key stays in the file until the next rotation, for whoever sealed with it meanwhile.
/// </summary>
static class RotateKey
{
    public static async Task<int> RunAsync(StewardOptions options, CancellationToken cancel)
    {
        var (connection, running) = (options.Database, (EmbeddedServer?)null);
        if (connection is null)
        {
            running = await EmbeddedServer.FindAsync(Path.Combine(Path.GetFullPath(options.DataFolder), "postgres"), cancel)
                ?? throw new StartException($"No Steward runs on the data folder {options.DataFolder}. Start it first, then rotate the key beside it.");
            connection = await running.CreateDatabaseAsync("steward", cancel);
        }
        await using var database = NpgsqlDataSource.Create(connection);
        await using var db = PlatformModule.Context(database);
        var store = new MasterKeyStore(options, Path.GetFullPath(options.DataFolder));
        var keys = new MasterKeys(store.Read);
        var ledger = new MasterKeyLedger(database, db, keys, new Seals(keys));
        await store.EnsureAsync(ledger, cancel);

        var current = keys.Current;
        if ((await ledger.NeededAsync(cancel)).All(name => name == current.Name))
        {
            if (!store.IsOwn)
                throw new StartException($"The master key comes from {store.Place}. Put a new key in front of the present one there, restart every Steward, then run this again.");
            await store.WriteAsync([MasterKey.New(), current], cancel);
            CrashPoint.Hit("master-key.written");
        }
        var done = await ledger.RewrapAsync(cancel);
        Console.WriteLine($"{done.Count} secrets are now under the master key {keys.Current.Name}. Back up {store.Place}.");
        foreach (var broken in done.Broken)
            await Console.Error.WriteLineAsync($"This one does not open and was left as it is: {broken}");
        return done.Broken.Count == 0 ? 0 : 1;
    }
}
