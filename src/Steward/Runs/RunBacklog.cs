namespace Steward.Runs;

/// <summary>What this process cannot do: versions of workflows that have due runs, and that it does not know. Their runs are left alone until some worker does.</summary>
public sealed class RunBacklog
{
    IReadOnlyList<(string Workflow, int Version)> missing = [];

    public IReadOnlyList<(string Workflow, int Version)> Missing => Volatile.Read(ref missing);

    internal void Found(IReadOnlyList<(string Workflow, int Version)> versions) => Volatile.Write(ref missing, versions);
}
