using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Steward.Testing;
using Steward.Testing.Google;

namespace Steward.Host.Tests.Restart;

public sealed class MasterKeyTests : IDisposable
{
    readonly string folder = StewardProcess.NewDataFolder();

    string KeyFile => Path.Combine(folder, "master.key");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_first_start_makes_the_key_a_start_without_it_says_so_and_putting_it_back_is_all_it_takes()
    {
        await using (var first = await StewardProcess.StartAsync(folder))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
            Assert.DoesNotContain(await KeyAsync(), first.Output, StringComparison.Ordinal);
            await first.StopAsync();
        }
        File.Move(KeyFile, KeyFile + ".away");
        var missing = await RefusedAsync();
        Assert.Contains(KeyFile, missing, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));

        var wrong = await RefusedAsync(("STEWARD_MASTER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
        Assert.Contains("STEWARD_MASTER_KEY", wrong, StringComparison.Ordinal);
        var noKey = await RefusedAsync(("STEWARD_MASTER_KEY", "a password of mine"));
        Assert.Contains("32 random bytes", noKey, StringComparison.Ordinal);
        Assert.DoesNotContain("a password of mine", noKey, StringComparison.Ordinal);

        await using var byFile = await StewardProcess.StartAsync(folder, new Dictionary<string, string> { ["STEWARD_MASTER_KEY_FILE"] = KeyFile + ".away" });
        Assert.NotNull(byFile.Url);
    }

    [Fact]
    public async Task A_key_rotated_beside_a_running_Steward_is_the_one_that_the_next_start_finds()
    {
        await using (var running = await StewardProcess.StartAsync(folder))
        {
            var before = await KeyAsync();
            Assert.Equal(0, await RotateAsync());
            Assert.NotEqual(before, await KeyAsync());
            Assert.Contains(before, await File.ReadAllTextAsync(KeyFile), StringComparison.Ordinal);
            Assert.NotEqual(0, await RotateAsync(("STEWARD_CRASH_AT", "master-key.written")));
            Assert.Equal(0, await RotateAsync());
            await running.StopAsync();
        }
        await using var again = await StewardProcess.StartAsync(folder);
        Assert.NotNull(again.Url);
    }

    [Fact]
    public async Task A_rotation_that_is_killed_in_the_middle_leaves_every_secret_usable_and_is_finished_by_the_next()
    {
        await using var google = await GoogleSignInServer.StartWithApisAsync(TimeProvider.System);
        var environment = new Dictionary<string, string> { ["STEWARD_GOOGLE_SERVER"] = google.Url.ToString() };
        const string Address = "rotated@gmail.com";
        var subject = GoogleSignInServer.SubjectOf(Address);
        string account;

        // The renewal of a token needs all that is sealed: the client's secret and the refresh token.
        async Task RenewsAsync(HttpClient owner)
        {
            var before = google.Renewals.GetValueOrDefault(subject);
            google.EndAccess(Address);
            (await owner.PostAsync($"/api/v1/items/syncs/{account}/wake", null)).EnsureSuccessStatusCode();
            var deadline = DateTime.UtcNow.AddSeconds(30);
            while (google.Renewals.GetValueOrDefault(subject) == before)
            {
                Assert.True(DateTime.UtcNow < deadline, "The access token was not renewed within half a minute.");
                await Task.Delay(50);
            }
        }

        await using (var running = await StewardProcess.StartAsync(folder, environment))
        {
            using var owner = await running.OwnerAsync();
            (await owner.PutAsJsonAsync("/api/v1/accounts/providers/google/client", new { clientId = google.ClientId, clientSecret = google.ClientSecret })).EnsureSuccessStatusCode();
            var begun = await (await owner.PostAsJsonAsync("/api/v1/accounts/connections", new { provider = "google" })).Content.ReadFromJsonAsync<JsonElement>();
            var (code, state) = google.Consent(new(begun.GetProperty("authorizationPage").GetString()!), Address);
            var connected = await owner.PostAsJsonAsync("/api/v1/accounts/connections/complete", new { code, state });
            account = (await connected.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accountId").GetString()!;
            await RenewsAsync(owner);

            Assert.NotEqual(0, await RotateAsync(("STEWARD_CRASH_AT", "master-key.rewrapped:3")));
            Assert.Equal(2, (await File.ReadAllLinesAsync(KeyFile)).Count(line => line is not ['#', ..] and not []));
            await RenewsAsync(owner); // some are under the new key, others under the old one
            Assert.Equal(0, await RotateAsync());
            await RenewsAsync(owner);
            await running.StopAsync();
        }

        // Nothing is left under the former key: it can go.
        await File.WriteAllTextAsync(KeyFile, await KeyAsync() + "\n", Encoding.ASCII);
        await using var again = await StewardProcess.StartAsync(folder, environment);
        Assert.True(again.Url is not null, again.Output);
        using var later = await again.OwnerAsync();
        await RenewsAsync(later);
    }

    /// <summary>The first line that is not a comment.</summary>
    async Task<string> KeyAsync() => (await File.ReadAllLinesAsync(KeyFile)).First(line => line is not ['#', ..]);

    async Task<string> RefusedAsync(params (string Name, string Value)[] environment)
    {
        await using var steward = await StewardProcess.StartAsync(folder, environment.ToDictionary(e => e.Name, e => e.Value));
        Assert.Null(steward.Url);
        Assert.Equal(1, steward.ExitCode);
        Assert.Single(steward.Output.Split('\n'));
        return steward.Output;
    }

    async Task<int> RotateAsync(params (string Name, string Value)[] environment)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Steward.Host.dll"), "rotate-key", "--data", folder]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = System.Diagnostics.Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }
}
