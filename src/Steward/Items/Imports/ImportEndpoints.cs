using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Items.Imports;

static class ImportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup("/items/imports").WithTags("items");
        imports.MapPost("", StartAsync).Accepts<byte[]>("*/*").Produces<ImportView>(StatusCodes.Status202Accepted).DisableAntiforgery();
        imports.MapGet("", async (CurrentPerson person, ListImports list, CancellationToken cancel) => new ImportList(await list.ExecuteAsync(person.Id, cancel)));
        imports.MapGet("/{id:guid}", async (Guid id, CurrentPerson person, ListImports list, CancellationToken cancel) => (await list.FindAsync(person.Id, id, cancel)).ToHttp()).Produces<ImportView>();
        imports.MapPost("/{id:guid}/cancel", async (Guid id, CurrentPerson person, CancelImport cancelImport, CancellationToken cancel) => (await cancelImport.ExecuteAsync(person.Id, id, cancel)).ToHttp())
            .Produces<ImportView>();
    }

    static async Task<IResult> StartAsync(Guid accountId, string? fileName, HttpContext http, CurrentPerson person, StartImport start, ImportOptions options, CancellationToken cancel)
    {
        // The server's general limit is for JSON; this body goes to disk and has a limit of its own.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaxBytes + 1;
        var started = await start.ExecuteAsync(new StartImportInput(person.Id, accountId, fileName ?? "", http.Request.Body, http.Request.ContentLength), cancel);
        return started.Match<IResult>(import => TypedResults.Accepted($"/api/v1/items/imports/{import.Id}", import), error => error.ToProblem());
    }
}

sealed record ImportList(IReadOnlyList<ImportView> Items);
