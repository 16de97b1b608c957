using Steward.Testing;

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
