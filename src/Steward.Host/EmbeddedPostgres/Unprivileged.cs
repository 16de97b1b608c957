using System.Diagnostics;

namespace Steward.Host.EmbeddedPostgres;

/// <summary>
/// PostgreSQL refuses to run as root. As root, its programs run in a user namespace of their own, where they are nobody and yet own the same files;
/// where the system forbids user namespaces, they run as the user <c>nobody</c>, to whom the data folder is then given. Everybody else runs them as they are.
/// </summary>
static class Unprivileged
{
    const string Nobody = "65534";

    public static async Task<IReadOnlyList<string>> PrefixAsync(string dataFolder, CancellationToken cancel)
    {
        if (OperatingSystem.IsWindows() || !string.Equals(Environment.UserName, "root", StringComparison.Ordinal))
            return [];
        if (await SucceedsAsync(["unshare", "--user", "true"], cancel))
            return ["unshare", "--user"];
        if (!await SucceedsAsync(["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "true"], cancel))
            throw new StartException("PostgreSQL does not run as root, and neither user namespaces nor setpriv are available here. Start Steward as an ordinary user.");
        if (!await SucceedsAsync(["chown", "-R", $"{Nobody}:{Nobody}", dataFolder], cancel)
            || !await SucceedsAsync(["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "test", "-w", dataFolder], cancel))
            throw new StartException($"PostgreSQL does not run as root, and the user nobody cannot reach {dataFolder}. Start Steward as an ordinary user, or choose another folder with --data.");
        return ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups"];
    }

    static async Task<bool> SucceedsAsync(string[] command, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // the program is not there
        }
    }
}
