using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Restart;

public sealed class EmbeddedDatabaseTests : IDisposable
{
    readonly string folder = StewardProcess.NewDataFolder();

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_starts_keeps_what_it_was_told_and_stops_its_database_with_itself()
    {
        await using (var first = await StewardProcess.StartAsync(folder))
        {
            Assert.NotNull(first.Url);
            using var owner = await first.OwnerAsync();
            (await owner.PostAsJsonAsync("/api/v1/accounts", new { address = "kept@steward.local" })).EnsureSuccessStatusCode();
            await first.StopAsync();
            Assert.Equal(0, first.ExitCode);
        }
        Assert.False(File.Exists(Path.Combine(folder, "postgres", "cluster", "postmaster.pid")));

        await using var second = await StewardProcess.StartAsync(folder);
        using var again = await second.OwnerAsync();
        Assert.Equal("kept@steward.local", await OnlyAddressAsync(again));
    }

    [Fact]
    public async Task Secrets_on_disk_are_for_their_owner_alone()
    {
        await using var steward = await StewardProcess.StartAsync(folder);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in new[] { "owner.token", Path.Combine("postgres", "password") })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "keys")));
        Assert.DoesNotContain((await File.ReadAllTextAsync(Path.Combine(folder, "postgres", "password"))).Trim(), steward.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_Steward_on_the_same_folder_is_refused_with_a_sentence_that_names_the_first()
    {
        await using var first = await StewardProcess.StartAsync(folder);
        await using var second = await StewardProcess.StartAsync(folder);
        Assert.Null(second.Url);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"process {first.Id}", second.Output, StringComparison.Ordinal);
        Assert.Single(second.Output.Split('\n'));
    }

    [Fact]
    public async Task A_killed_Steward_leaves_a_database_that_the_next_one_takes_over()
    {
        await using (var first = await StewardProcess.StartAsync(folder))
        {
            using var owner = await first.OwnerAsync();
            (await owner.PostAsJsonAsync("/api/v1/accounts", new { address = "survivor@steward.local" })).EnsureSuccessStatusCode();
            await first.KillAsync();
        }
        var left = PostmasterId();
        await using var second = await StewardProcess.StartAsync(folder);
        Assert.Equal(left, PostmasterId());
        using var again = await second.OwnerAsync();
        Assert.Equal("survivor@steward.local", await OnlyAddressAsync(again));
    }

    [Fact]
    public async Task A_killed_database_comes_back_under_a_running_Steward_with_everything_that_was_committed()
    {
        await using var steward = await StewardProcess.StartAsync(folder);
        using var owner = await steward.OwnerAsync();
        (await owner.PostAsJsonAsync("/api/v1/accounts", new { address = "phoenix@steward.local" })).EnsureSuccessStatusCode();

        using (var postmaster = Process.GetProcessById(PostmasterId()))
            postmaster.Kill();

        var patience = Stopwatch.StartNew();
        while (!await AnswersAsync(owner))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), steward.Output);
            await Task.Delay(100);
        }
        Assert.Equal("phoenix@steward.local", await OnlyAddressAsync(owner));
    }

    [Fact]
    public async Task Wrong_arguments_and_an_unreachable_database_of_ones_own_end_with_one_sentence()
    {
        await using var argument = await StewardProcess.StartAsync(folder, null, "--prot", "1");
        Assert.Equal(1, argument.ExitCode);
        Assert.Equal("Steward does not know --prot. It knows --port N, --data DIR and --demo.", argument.Output);

        await using var database = await StewardProcess.StartAsync(folder, new Dictionary<string, string> { ["STEWARD_DATABASE"] = "postgres://a:secret-word@127.0.0.1:1/x" });
        Assert.Equal(1, database.ExitCode);
        Assert.Contains("The database cannot be used", database.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", database.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_of_ones_own_is_used_when_it_is_named()
    {
        var database = await PostgresCluster.CreateDatabaseAsync();
        try
        {
            var own = (await PostgresCluster.StartedAsync()).ConnectionString(database);
            await using var steward = await StewardProcess.StartAsync(folder, new Dictionary<string, string> { ["STEWARD_DATABASE"] = own });
            using var owner = await steward.OwnerAsync();
            Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/api/v1/auth/me")).StatusCode);
            Assert.False(Directory.Exists(Path.Combine(folder, "postgres")));
        }
        finally
        {
            await PostgresCluster.DropDatabaseAsync(database);
        }
    }

    int PostmasterId() => int.Parse(File.ReadLines(Path.Combine(folder, "postgres", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/api/v1/accounts")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static async Task<string?> OnlyAddressAsync(HttpClient client) =>
        Assert.Single((await client.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items").EnumerateArray()).GetProperty("address").GetString();
}
