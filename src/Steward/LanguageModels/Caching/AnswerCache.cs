using System.Text.Json;
using Microsoft.Extensions.AI;
using Npgsql;
using NpgsqlTypes;
using Steward.LanguageModels.Budgets;
using Steward.LanguageModels.Calling;
using Steward.Platform;

namespace Steward.LanguageModels.Caching;

/// <summary>Answers of one hour, per person, in PostgreSQL: every process of this Steward sees them. A hit is recorded as one, with what it saved.</summary>
sealed class AnswerCache(NpgsqlDataSource database, TimeProvider clock)
{
    static readonly TimeSpan Life = TimeSpan.FromHours(1);

    sealed record Stored(int Version, string Text, IReadOnlyList<FunctionCallContent> ToolCalls, string Provider, string Model, bool Local, TokenUse Usage, decimal Cost, bool CutShort);

    /// <summary>The earlier answer, and in the same statement the ledger's line for it.</summary>
    public async Task<ModelAnswer?> FindAsync(Guid id, ModelCall call, byte[] key, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            $"""
            WITH {Ledger.NotWaitedFor},
            hit AS (SELECT answer, provider, model FROM models.answers WHERE person_id = $1 AND key = $2 AND expires_at > $3),
            noted AS (
                INSERT INTO models.calls (id, person_id, task, provider, model, local, state, run_id, conversation_id, started_at, finished_at, input_tokens, output_tokens, estimated, charged, saved)
                SELECT $4, $1, $5, provider, model, (answer::jsonb ->> 'local')::boolean, 'cached', $6, $7, $3, $3, 0, 0, false, 0, (answer::jsonb ->> 'cost')::numeric FROM hit, not_waited_for)
            SELECT answer FROM hit
            """);
        command.Parameters.AddWithValue(call.PersonId);
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(Ledger.Name(call.Task));
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = call.RunId is { } run ? run : DBNull.Value });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = call.ConversationId is { } conversation ? conversation : DBNull.Value });
        if (await command.ExecuteScalarAsync(cancel) is not string text || JsonSerializer.Deserialize<Stored>(text, Json.Options) is not { Version: 1 } stored)
            return null;
        return new ModelAnswer
        {
            Text = stored.Text,
            Json = call.Schema is null ? null : AnswerJson.Read(stored.Text),
            ToolCalls = stored.ToolCalls,
            Provider = stored.Provider,
            Model = stored.Model,
            Local = stored.Local,
            Usage = stored.Usage,
            CutShort = stored.CutShort,
            Cached = true,
            Elapsed = clock.GetUtcNow() - now,
        };
    }

    public async Task KeepAsync(ModelCall call, byte[] key, ModelAnswer answer)
    {
        var stored = new Stored(1, answer.Text, answer.ToolCalls, answer.Provider, answer.Model, answer.Local, answer.Usage, answer.Cost, answer.CutShort);
        await using var command = database.CreateCommand(
            $"""
            WITH {Ledger.NotWaitedFor}
            INSERT INTO models.answers (person_id, key, provider, model, answer, expires_at) SELECT $1, $2, $3, $4, $5, $6 FROM not_waited_for
            ON CONFLICT (person_id, key) DO UPDATE SET answer = excluded.answer, expires_at = excluded.expires_at
            """);
        command.Parameters.AddWithValue(call.PersonId);
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(answer.Provider);
        command.Parameters.AddWithValue(answer.Model);
        command.Parameters.AddWithValue(JsonSerializer.Serialize(stored, Json.Options));
        command.Parameters.AddWithValue(clock.GetUtcNow() + Life);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
