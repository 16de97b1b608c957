using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Steward.Bench;

/// <summary>Imports a generated mbox over HTTP, then copies the very rows it made with COPY into a table with the same indexes, and into a bare one.</summary>
static class ImportBench
{
    public static async Task RunAsync(MeasuredSteward steward, Report report, int messages)
    {
        report.Section($"Import ({messages:#,0} messages, mbox over HTTP)");
        var account = await (await steward.Client.PostAsJsonAsync("/api/v1/accounts", new { address = "bench@steward.local", displayName = "Bench", label = "work" })).Content.ReadFromJsonAsync<JsonElement>();
        var file = Path.GetTempFileName();
        await MailboxMaker.WriteAsync(file, messages);
        var size = new FileInfo(file).Length;
        var watch = Stopwatch.StartNew();
        JsonElement import;
        await using (var stream = File.OpenRead(file))
        {
            var answer = await steward.Client.PostAsync($"/api/v1/items/imports?accountId={account.GetProperty("id").GetGuid()}&fileName=bench.mbox", new StreamContent(stream));
            answer.EnsureSuccessStatusCode();
            import = await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
        var uploaded = watch.Elapsed.TotalSeconds;
        var id = import.GetProperty("id").GetGuid();
        while (import.GetProperty("state").GetString() is "queued" or "running")
        {
            await Task.Delay(200);
            import = await steward.Client.GetFromJsonAsync<JsonElement>($"/api/v1/items/imports/{id}");
        }
        var seconds = watch.Elapsed.TotalSeconds;
        File.Delete(file);
        if (import.GetProperty("state").GetString() != "done" || import.GetProperty("imported").GetInt64() != messages)
            throw new InvalidOperationException($"The import ended otherwise: {import}");
        report.Add("mbox size", size / 1e6, "MB");
        report.Add("import rate, upload included", messages / seconds, "messages/s");
        report.Add("import rate, without the upload", messages / (seconds - uploaded), "messages/s");

        await using var database = await steward.DatabaseAsync();
        var indexed = await CopyAsync(database, "INCLUDING ALL");
        var bare = await CopyAsync(database, "");
        report.Add("COPY of the same message rows, same indexes", messages / indexed, "rows/s");
        report.Add("COPY of the same message rows, no index", messages / bare, "rows/s");
        report.Add("ratio: import ÷ COPY with indexes", messages / (seconds - uploaded) / (messages / indexed), "");
    }

    static async Task<double> CopyAsync(NpgsqlConnection database, string like)
    {
        await ExecuteAsync(database, $"DROP TABLE IF EXISTS bench_copy; CREATE TABLE bench_copy (LIKE mail.messages {like}); CHECKPOINT");
        var columns = await ColumnsAsync(database);
        using var rows = new MemoryStream();
        await using (var reader = await database.BeginRawBinaryCopyAsync($"COPY (SELECT {columns} FROM mail.messages) TO STDOUT (FORMAT BINARY)"))
            await reader.CopyToAsync(rows);
        rows.Position = 0;
        var watch = Stopwatch.StartNew();
        await using (var writer = await database.BeginRawBinaryCopyAsync($"COPY bench_copy ({columns}) FROM STDIN (FORMAT BINARY)"))
            await rows.CopyToAsync(writer);
        var seconds = watch.Elapsed.TotalSeconds;
        await ExecuteAsync(database, "DROP TABLE bench_copy");
        return seconds;
    }

    static async Task<string> ColumnsAsync(NpgsqlConnection database)
    {
        await using var command = new NpgsqlCommand(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'mail.messages'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''", database);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    static async Task ExecuteAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Writes a mailbox of several years with people, threads, newsletters and attachments; the same for the same number.</summary>
static class MailboxMaker
{
    static readonly string[] Words = """
        budget meeting invoice project launch review draft question agenda travel hotel flight contract signature quarter report numbers team plan deadline proposal customer
        feedback design server release issue ticket delivery order payment account update reminder holiday weekend dinner photos school doctor appointment garden kitchen
        train station conference workshop training slides recording minutes action items follow thanks regards morning tomorrow friday monday schedule calendar invite
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>As many people write, each under one name; hundreds share a first name or a family name.</summary>
    public const int People = 5000;

    static readonly string[] First = "Sarah Anna Ben Tom Elena Priya Jonas Marta Felix Nora Omar Ines Pavel Yuki Carla Hugo Mei Ravi Lena Otto Sofia Liam Noah Emma Olivia Lucas Mia Ethan Ava Leo Zoe Max Eva Paul Julia David Laura Peter Maria Simon Clara Adam Nina Karl Rosa".Split(' ');
    static readonly string[] Last = "Chen Weber Silva Baker Okafor Petrova Raman Berg Hardy Novak Rossi Kim Patel Garcia Müller Dubois Andersson Kowalski Haddad Tanaka Nguyen Brown Schmidt Costa Moreau Larsen Ivanova Ali Lopez Fischer Wagner Romano Peeters Jensen Murphy Walsh Khan Singh Sato Ito Meyer Keller Brunner Huber Graf Lang Vogel Stein Frank Roth".Split(' ');

    static string Name(int person) => $"{First[person % First.Length]} {Last[person / First.Length % Last.Length]}{(person / First.Length / Last.Length) switch { 0 => "", 1 => "-Smith", _ => "-Jones" }}";

    public static async Task WriteAsync(string path, int count)
    {
        var random = new Random(20261120);
        await using var writer = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20);
        writer.NewLine = "\n";
        var day = new DateTime(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < count; i++)
        {
            var date = day.AddMinutes(-17.0 * (count - i));
            var person = random.Next(People);
            var promotion = random.Next(5) == 0;
            await writer.WriteLineAsync($"From person{person}@example.org {date.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture)}");
            await writer.WriteLineAsync($"From: {Name(person)} <person{person}@example.org>");
            await writer.WriteLineAsync("To: Bench <bench@steward.local>");
            await writer.WriteLineAsync($"Date: {date.ToString("r", CultureInfo.InvariantCulture)}");
            await writer.WriteLineAsync($"Message-ID: <m{i}@bench.example.org>");
            if (i > 0 && random.Next(2) == 0)
                await writer.WriteLineAsync($"In-Reply-To: <m{i - 1 - random.Next(Math.Min(i, 200))}@bench.example.org>");
            await writer.WriteLineAsync($"Subject: {Word(random, true)} {Word(random)} {Word(random)} {i % 977}");
            if (promotion)
                await writer.WriteLineAsync("List-Unsubscribe: <https://news.example.org/u>\nPrecedence: bulk");
            await writer.WriteLineAsync("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n");
            for (var line = random.Next(8, 40); line > 0; line--)
            {
                for (var word = random.Next(6, 14); word > 0; word--)
                    await writer.WriteAsync(Word(random) + " ");
                await writer.WriteLineAsync();
            }
            await writer.WriteLineAsync();
        }
    }

    static string Word(Random random, bool capital = false)
    {
        var word = Words[random.Next(Words.Length)];
        return capital ? char.ToUpperInvariant(word[0]) + word[1..] : word;
    }
}
