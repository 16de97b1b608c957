using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.LanguageModels.Recording;

/// <param name="On">Whether calls are being recorded; the operator decides that, by the environment.</param>
/// <param name="Since">Of the oldest exchange that is kept; null when there is none.</param>
sealed record RecordingView(bool On, int Exchanges, DateTimeOffset? Since);

/// <summary>A person's own recording: what there is, the file for a bug report, and forgetting it.</summary>
static class RecordingRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var recording = routes.MapGroup("/models/recording").WithTags("models");
        recording.MapGet("", ReadAsync).Produces<RecordingView>();
        recording.MapGet("/file", Download).Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson");
        recording.MapDelete("", ForgetAsync).Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> ReadAsync(CurrentPerson person, ModelTape tape, NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT count(*)::int, min(at) FROM models.recordings WHERE person_id = $1");
        command.Parameters.AddWithValue(person.Id);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return TypedResults.Ok(new RecordingView(tape.On, reader.GetInt32(0), await reader.IsDBNullAsync(1, cancel) ? null : await reader.GetFieldValueAsync<DateTimeOffset>(1, cancel)));
    }

    /// <summary>One exchange a line, oldest first. Without <paramref name="texts"/> what people wrote and models said is masked; secrets are never in it.</summary>
    static IResult Download(bool? texts, CurrentPerson person, NpgsqlDataSource database) => TypedResults.Stream(async stream =>
    {
        await using var command = database.CreateCommand("SELECT exchange FROM models.recordings WHERE person_id = $1 ORDER BY at, id");
        command.Parameters.AddWithValue(person.Id);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var exchange = JsonSerializer.Deserialize<ModelExchange>(reader.GetString(0), Json.Options)!;
            await JsonSerializer.SerializeAsync(stream, texts == true ? exchange : Masking.Of(exchange), Json.Options);
            await stream.WriteAsync("\n"u8.ToArray());
        }
    }, "application/x-ndjson", "steward-models.jsonl");

    static async Task<IResult> ForgetAsync(CurrentPerson person, NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("DELETE FROM models.recordings WHERE person_id = $1");
        command.Parameters.AddWithValue(person.Id);
        await command.ExecuteNonQueryAsync(cancel);
        return TypedResults.NoContent();
    }
}
