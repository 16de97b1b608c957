using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Conversations.Attachments;
using Steward.Conversations.Contacts;
using Steward.Conversations.Reading;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;
using Steward.Runs;

namespace Steward.Conversations;

/// <summary>The room's doors. Needs Planning, Runs, Tools and Actions.</summary>
public static class ConversationsModule
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddScoped<TurnEvents>().AddScoped<TurnStore>();
        services.AddScoped(of => new PostTurn(of.GetRequiredService<StewardDbContext>(), of.GetRequiredService<StartRun>(), of.GetRequiredService<TurnEvents>(),
            of.GetRequiredService<AttachedFiles>(), of.GetRequiredService<Ids>(), of.GetRequiredService<TimeProvider>()));
        services.AddScoped<AttachFile>().AddScoped<AttachedFiles>();
        services.AddScoped<ListConversations>().AddScoped<GetConversation>().AddScoped<DeleteConversation>();
        services.AddSingleton<ContactBooks>();
        services.AddScoped<StatedFacts>().AddScoped<StateRole>().AddScoped<StateHours>().AddScoped<StateGroup>().AddScoped<Statements>().AddScoped<HoursOfContacts>().AddScoped<Calendar.ITheirHours>(of => of.GetRequiredService<HoursOfContacts>()).AddScoped<AskForZone>().AddScoped<PlanContext>();
        services.AddScoped<IPlanContext>(of => of.GetRequiredService<PlanContext>());
        services.AddScoped<UndoTurn>().AddScoped<PlanNode>().AddScoped<ReadNode>().AddScoped<ProposeNode>().AddScoped<SettleNode>().AddScoped<ReplyNode>();
        services.AddWorkflow(TurnWorkflow.Build(), live: true);
        services.AddRunObserver<TurnObserver>(TurnWorkflow.Name);
        services.AddScoped<IRunTitles, TurnTitles>();
        services.AddOutboxHandler<OnProposalChanged>();
        return services;
    }

    public static IEndpointRouteBuilder MapConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/chat", PostAsync).WithTags("chat").Produces<PostedTurn>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        var conversations = routes.MapGroup("/conversations").WithTags("conversations");
        conversations.MapGet("", (CurrentPerson person, ListConversations list, CancellationToken cancel) => list.ExecuteAsync(person.Id, cancel)).Produces<ConversationList>();
        conversations.MapGet("/{id:guid}", async (Guid id, CurrentPerson person, GetConversation get, CancellationToken cancel) =>
            (await get.ExecuteAsync(person.Id, id, cancel)).ToHttp()).Produces<ConversationView>().ProducesProblem(StatusCodes.Status404NotFound);
        conversations.MapDelete("/{id:guid}", async (Guid id, CurrentPerson person, DeleteConversation delete, CancellationToken cancel) =>
            (await delete.ExecuteAsync(person.Id, id, cancel)).Match<IResult>(_ => TypedResults.NoContent(), error => error.ToProblem()))
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        AttachmentRoutes.Map(routes);
        ContactRoutes.Map(routes);
        return routes;
    }

    static async Task<IResult> PostAsync(PostTurnInput input, CurrentPerson person, PostTurn post, CancellationToken cancel) =>
        (await post.ExecuteAsync(person.Id, input, cancel)).Match<IResult>(
            posted => TypedResults.Accepted($"/api/v1/conversations/{posted.ConversationId}", posted), error => error.ToProblem());
}
