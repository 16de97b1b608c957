using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Steward.Runs;

namespace Steward.Host;

/// <summary>Ready means: the database answers.</summary>
sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}

/// <summary>Degraded means: runs wait for a version of a workflow that is not here. Everything else works.</summary>
sealed class RunsCheck(RunBacklog backlog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(backlog.Missing.Count == 0
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded($"Runs wait for {string.Join(", ", backlog.Missing.Select(one => $"{one.Workflow} version {one.Version}"))}."));
}

static class HealthEndpoints
{
    public static void MapStewardHealth(this WebApplication app)
    {
        app.MapHealthChecks("/api/v1/health", Report(_ => true)).AllowAnonymous();
        app.MapHealthChecks("/api/v1/health/live", Report(_ => false)).AllowAnonymous();
        app.MapHealthChecks("/api/v1/health/ready", Report(check => check.Tags.Contains("ready"))).AllowAnonymous();
    }

    static HealthCheckOptions Report(Func<HealthCheckRegistration, bool> which) => new()
    {
        Predicate = which,
        ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString().ToLowerInvariant(),
            checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status.ToString().ToLowerInvariant(), StringComparer.Ordinal),
        }, context.RequestAborted),
    };
}
