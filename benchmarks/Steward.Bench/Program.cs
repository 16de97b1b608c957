using System.Globalization;
using System.Text.Json;
using Steward.Bench;

// ./bench [NAME] [--json] [--messages N]: measures the product as a process of its own, on an embedded PostgreSQL with fsync on.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["engine-worker"])
{
    await EngineQuestions.WorkAsync();
    return 0;
}
var json = args.Contains("--json");
var messages = args.SkipWhile(a => a != "--messages").Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).FirstOrDefault(100_000);
var name = args.FirstOrDefault(a => !a.StartsWith("--", StringComparison.Ordinal) && !int.TryParse(a, CultureInfo.InvariantCulture, out _));
if (name is not (null or "start" or "import" or "read" or "plan" or "time" or "act" or "engine" or "crash" or "models" or "google"))
{
    await Console.Error.WriteLineAsync($"There is no benchmark {name}: it is one of start, import, read, plan, time, act, engine, crash, models, google.");
    return 1;
}
var report = new Report(json);
if (name == "crash")
{
    var sound = await CrashBench.RunAsync(report, Number("--kills", 2000), Number("--seed", Environment.TickCount & 0xFFFFFF));
    Print();
    return sound ? 0 : 1;
}
if (name == "engine" && args.Contains("soak"))
{
    await SoakBench.RunAsync(report, TimeSpan.FromMinutes(Number("--minutes", 480)));
    Print();
    return 0;
}
if (name == "engine" && args.Contains("scale"))
{
    await ScaleBench.RunAsync(report);
    Print();
    return 0;
}
if (name == "engine")
{
    var parts = args.SkipWhile(a => a != "--only").Skip(1).Take(1).SelectMany(a => a.Split(',')).ToHashSet();
    await EngineBench.RunAsync(report, quick: args.Contains("--quick"), parts);
}
else if (name == "google")
{
    await GoogleBench.RunAsync(report, args.Contains("--messages") ? messages : 20_000);
}
else if (name == "models")
{
    await ModelsBench.RunAsync(report);
}
else
{
    await using var steward = await MeasuredSteward.StartAsync();
    if (name is null or "start")
        await StartBench.RunAsync(steward, report);
    if (name is not ("start" or "time"))
        await ImportBench.RunAsync(steward, report, messages);
    if (name is null or "read")
        await ReadBench.RunAsync(steward, report, clients: 50, seconds: 6);
    if (name is null or "plan")
        await PlanBench.RunAsync(steward, report);
    if (name is null or "time")
        await TimeBench.RunAsync(steward, report);
    if (name is null or "act")
        await ActBench.RunAsync(steward, report);
    if (name is null)
        await ModelsBench.RunAsync(report);
}
Print();
return 0;

int Number(string option, int otherwise) => args.SkipWhile(a => a != option).Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).FirstOrDefault(otherwise);

void Print()
{
    if (json)
        Console.WriteLine(JsonSerializer.Serialize(report.Figures));
}
