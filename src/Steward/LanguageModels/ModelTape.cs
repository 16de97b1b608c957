using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Steward.LanguageModels.Recording;
using Steward.Platform;

namespace Steward.LanguageModels;

/// <param name="On">STEWARD_MODEL_RECORDING: what goes to models and comes back is kept. Off by default.</param>
public sealed record ModelRecording(bool On);

/// <summary>
/// Keeps what goes to models and comes back, for bug reports and tests, when the operator has switched it on. Each exchange is a row of the person for whom it was made, so that it is theirs to
/// download, and goes when their data goes. Secrets are taken out here, before anything is stored: whoever records cannot forget it. Thread-safe.
/// </summary>
public sealed partial class ModelTape(ModelRecording recording, NpgsqlDataSource database, Ids ids, ILogger<ModelTape> log)
{
    /// <summary>The newest that are kept of a person.</summary>
    public const int Most = 500;

    readonly AsyncLocal<Guid?> owner = new();

    public bool On => recording.On;

    /// <summary>For whom the call under way is made; null: for nobody, and then nothing is recorded.</summary>
    public Guid? Owner => On ? owner.Value : null;

    /// <summary>From here on, and in what is awaited from here, calls are this person's.</summary>
    internal void CallsAreOf(Guid personId) => owner.Value = personId;

    /// <summary>Stores an exchange without its secrets. A recording that cannot be written is logged, and never fails the call.</summary>
    /// <param name="key">The provider's own, which is looked for wherever it may stand.</param>
    public async Task KeepAsync(Guid personId, ModelExchange exchange, Secret? key)
    {
        try
        {
            await using var command = database.CreateCommand(
                """
                WITH old AS (DELETE FROM models.recordings WHERE id IN (SELECT id FROM models.recordings WHERE person_id = $2 ORDER BY at DESC, id DESC OFFSET $5))
                INSERT INTO models.recordings (id, person_id, at, exchange) VALUES ($1, $2, $3, $4)
                """);
            command.Parameters.AddWithValue(ids.New());
            command.Parameters.AddWithValue(personId);
            command.Parameters.AddWithValue(exchange.At);
            command.Parameters.AddWithValue(JsonSerializer.Serialize(Redaction.Of(exchange, key), Json.Options));
            command.Parameters.AddWithValue(Most - 1);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            NotKept(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An exchange with a language model could not be recorded.")]
    partial void NotKept(Exception e);
}
