using System.Diagnostics;
using System.Globalization;

namespace Steward.Bench;

/// <summary>
/// Processor time of the server and of its clients, from /proc. On a busy machine it is steadier than the clock, and where the processors are the limit it says how
/// many steps per second are possible.
/// </summary>
sealed class EngineCpu(int postmaster, params Process[] clients)
{
    public bool IsKnown { get; } = OperatingSystem.IsLinux();

    public TimeSpan Now()
    {
        var total = TimeSpan.Zero;
        foreach (var client in clients)
        {
            client.Refresh();
            total += client.TotalProcessorTime;
        }
        return IsKnown ? total + Server() : total;
    }

    TimeSpan Server()
    {
        var total = TimeSpan.Zero;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                var own = Path.GetFileName(folder) == postmaster.ToString(CultureInfo.InvariantCulture);
                if (own)
                    total += Ticks(fields[11]) + Ticks(fields[12]) + Ticks(fields[13]) + Ticks(fields[14]);
                else if (fields[1] == postmaster.ToString(CultureInfo.InvariantCulture))
                    total += Nanoseconds(File.ReadAllText(Path.Combine(folder, "schedstat")));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process ended between the look and the read; its time is then among its parent's.
            }
        }
        return total;
    }

    static TimeSpan Ticks(string text) => TimeSpan.FromMilliseconds(10 * long.Parse(text, CultureInfo.InvariantCulture));

    static TimeSpan Nanoseconds(string text) => TimeSpan.FromMicroseconds(long.Parse(text[..text.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture) / 1000.0);
}
