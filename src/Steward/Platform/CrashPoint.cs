using System.Diagnostics;
using System.Globalization;

namespace Steward.Platform;

/// <summary>
/// Named places between two durable facts. <c>STEWARD_CRASH_AT=name</c> or <c>name:n</c> makes the process die at the n-th hit of that name, with SIGKILL:
/// no finally block, no buffer flush, no goodbye to the database. Tests stop the process there, start it again, and compare the end with an undisturbed run.
/// Without the variable a hit is one null check.
/// </summary>
public static class CrashPoint
{
    public const string Variable = "STEWARD_CRASH_AT";

    static readonly Target? armed = Target.Parse(Environment.GetEnvironmentVariable(Variable));

    public static void Hit(string name)
    {
        if (armed is null)
            return;
        if (armed.IsReachedBy(name))
            Die();
    }

    static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal may arrive a moment later; nothing may happen in between.
        Thread.CurrentThread.Join();
    }

    internal sealed class Target(string name, int hits)
    {
        int left = hits;

        public string Name { get; } = name;
        public int Hits { get; } = hits;

        /// <exception cref="FormatException">The count is not a positive number: a typing error must not make a crash test pass without a crash.</exception>
        public static Target? Parse(string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
                return null;
            var colon = text.LastIndexOf(':');
            if (colon < 0)
                return new Target(text, 1);
            return int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                ? new Target(text[..colon], count)
                : throw new FormatException($"{Variable} is '{text}'; expected a name, or name:n with n at least 1.");
        }

        /// <summary>True exactly once, at the n-th hit, whatever the number of threads.</summary>
        public bool IsReachedBy(string name) => string.Equals(name, Name, StringComparison.Ordinal) && Interlocked.Decrement(ref left) == 0;
    }
}
