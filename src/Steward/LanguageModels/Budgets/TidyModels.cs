using Npgsql;
using Steward.Platform;

namespace Steward.LanguageModels.Budgets;

/// <summary>
/// Closes reservations that nobody settled (their process died): the upper bound stays counted and says so. Forgets cached answers past their time, calls older than
/// the usage page looks back, and recordings of more than two weeks ago.
/// </summary>
sealed class TidyModels(NpgsqlDataSource database, TimeProvider clock) : IDueWork
{
    public static TimeSpan Every => TimeSpan.FromMinutes(1);

    public static string Due => "model calls that nobody settled";

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            WITH closed AS (
                UPDATE models.calls SET state = 'expired', finished_at = expires_at,
                    error = 'Steward stopped before it knew what this call had cost; the most that it can have cost is counted.'
                WHERE state = 'reserved' AND expires_at <= $1 RETURNING 1),
            forgotten AS (DELETE FROM models.answers WHERE expires_at <= $1),
            old AS (DELETE FROM models.calls WHERE started_at < $2),
            tapes AS (DELETE FROM models.recordings WHERE at < $3)
            SELECT count(*)::int FROM closed
            """);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now.AddDays(-400));
        command.Parameters.AddWithValue(now.AddDays(-14));
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }
}
