using Npgsql;
using Steward.Host;
using Steward.Host.EmbeddedPostgres;
using Steward.Platform;

try
{
    if (args is ["rotate-key", .. var rest])
        return await RotateKey.RunAsync(StewardOptions.Parse(rest, Environment.GetEnvironmentVariable), CancellationToken.None);
    var options = StewardOptions.Parse(args, Environment.GetEnvironmentVariable);
    using var data = await DataFolder.OpenAsync(options.DataFolder, options.Url, CancellationToken.None);
    var embedded = options.Database is null ? await EmbeddedServer.StartAsync(data.File("postgres"), [], CancellationToken.None) : null;
    try
    {
        var connection = options.Database ?? await embedded!.CreateDatabaseAsync("steward", CancellationToken.None);
        await using var app = StewardHost.Build(options, data, connection, embedded);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        var link = await FirstSteps.TakeAsync(app.Services, options, data, CancellationToken.None);
        await app.StartAsync();
        Console.WriteLine($"Steward is ready: {app.Urls.First()}/welcome#ticket={link}");
        await app.WaitForShutdownAsync();
    }
    finally
    {
        if (embedded is not null)
            await embedded.StopAsync(CancellationToken.None);
    }
    return 0;
}
catch (StartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (NpgsqlException e)
{
    await Console.Error.WriteLineAsync($"The database cannot be used: {e.Message}");
    return 1;
}
catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{e.Message} Choose another port with --port.");
    return 1;
}
