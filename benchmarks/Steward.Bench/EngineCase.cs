using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Steward.Bench;

/// <summary>What the ten nodes of a measured run write. The same bytes for everybody who is measured.</summary>
/// <param name="LargeBytes">Of the value that the run begins with; 0 for none.</param>
/// <param name="SmallBytes">What a step writes, unless it rewrites the large value.</param>
/// <param name="Rewrite">"small" or "large": the value that each step replaces.</param>
sealed record EngineCase([property: JsonIgnore] string Name, int LargeBytes, int SmallBytes, string Rewrite)
{
    public const int Nodes = 10;

    public static readonly EngineCase Small = new("2 KB, rewritten", 0, 2048, "small");
    public static readonly EngineCase LargeKept = new("100 KB, changed a little", 102_400, 100, "small");
    public static readonly EngineCase LargeRewritten = new("100 KB, rewritten", 102_400, 0, "large");

    /// <summary>What one step writes.</summary>
    public string StepText() => Noise.Text(Rewrite == "large" ? LargeBytes : SmallBytes);
}

/// <summary>What one contender did in one round.</summary>
/// <param name="StepMs">From the beginning of a node to the beginning of the next one of the same run; for bare commits, the commit.</param>
sealed record EngineSample(double Seconds, int Runs, List<double> StepMs, double CpuUs = 0)
{
    public double StepsPerSecond => Runs * EngineCase.Nodes / Seconds;
}

interface IEngineContender
{
    string Name { get; }

    /// <summary>Its own database on the shared cluster.</summary>
    EngineDatabase Database { get; }

    Task WarmUpAsync();

    Task<EngineSample> RunAsync(EngineCase kase, int concurrency, int runs);
}

/// <summary>Text that does not compress, cut from a large random pool: making it costs nothing while the clock runs.</summary>
static class Noise
{
    static readonly string pool = Convert.ToBase64String(RandomNumberGenerator.GetBytes(24 << 20)).Replace('+', '-').Replace('/', '_');

    public static string Text(int bytes) => pool.Substring(Random.Shared.Next(pool.Length - bytes), bytes);
}
