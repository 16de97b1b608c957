using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Audit;

/// <summary>The audit log's two doors.</summary>
public static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddScoped<AuditLog>().AddScoped<SearchAudit>().AddScoped<ExportAudit>().AddScoped<VerifyAudit>();

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("", async (CurrentPerson person, SearchAudit search, string? q, Guid? proposalId, string? cursor, int? limit, CancellationToken cancel) =>
            (await search.RunAsync(new(person.Id, q, proposalId, cursor, limit ?? 50), cancel)).ToHttp()).Produces<Page<AuditView>>();
        audit.MapGet("/export", (CurrentPerson person, ExportAudit export, CancellationToken cancel) =>
            TypedResults.Stream(stream => export.WriteAsync(person.Id, stream, cancel), "text/csv; charset=utf-8", "steward-audit.csv"));
        audit.MapGet("/verify", (CurrentPerson person, VerifyAudit verify, CancellationToken cancel) => verify.RunAsync(person.Id, cancel));
        return routes;
    }
}
