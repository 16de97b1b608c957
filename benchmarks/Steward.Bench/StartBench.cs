namespace Steward.Bench;

static class StartBench
{
    public static async Task RunAsync(MeasuredSteward steward, Report report)
    {
        report.Section("Start (one process, embedded PostgreSQL)");
        report.Add("ready, first start on an empty folder", steward.FirstReadyMs, "ms");
        report.Add("ready, database exists", steward.ReadyMs, "ms", 5000);
        await Task.Delay(TimeSpan.FromSeconds(5));
        report.Add("idle memory of the server", steward.WorkingSetMb, "MB", 300);
    }
}
