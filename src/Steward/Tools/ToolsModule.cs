using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Mail;
using Steward.Tools.Answers;
using Steward.Tools.Calendars;
using Steward.Tools.Drafting;
using Steward.Tools.FollowUps;
using Steward.Tools.Notes;
using Steward.Tools.Priorities;
using Steward.Tools.Proposing;
using Steward.Tools.Reading;
using Steward.Tools.Subscriptions;
using Steward.Tools.Summaries;

namespace Steward.Tools;

/// <summary>The room's doors. Other rooms add tools of their own with <see cref="AddTool{T}"/>.</summary>
public static class ToolsModule
{
    public static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.AddSingleton<ToolRegistry>();
        services.AddSingleton<IToolCatalogue>(provider => provider.GetRequiredService<ToolRegistry>());
        services.AddScoped<PersonPorts>().AddScoped<SourceSentence>();
        services.AddScoped<Calendars.Calendars>();
        services.AddTool<SearchMail>().AddTool<ChooseMessages>().AddTool<ReadThreads>().AddTool<FindParticipants>().AddTool<SummariseThreads>().AddTool<DraftReply>();
        services.AddTool<AnswerQuestion>().AddTool<SuggestNext>();
        services.AddMessageTool("mail.propose-archive", MailActions.Archive, "Proposes to archive one message: it leaves the inbox and stays findable.");
        services.AddMessageTool("mail.propose-trash", MailActions.Trash, "Proposes to move one message to the trash.");
        services.AddMessageTool("mail.propose-restore", MailActions.Restore, "Proposes to take one message out of the trash.");
        services.AddMessageTool("mail.propose-mark-read", MailActions.MarkRead, "Proposes to mark one message as read.");
        services.AddMessageTool("mail.propose-mark-unread", MailActions.MarkUnread, "Proposes to mark one message as unread.");
        services.AddMessageTool("mail.propose-star", MailActions.Star, "Proposes to star one message.");
        services.AddMessageTool("mail.propose-unstar", MailActions.Unstar, "Proposes to take the star off one message.");
        services.AddTool<ProposeLabel>().AddTool<ProposeCreateDraft>().AddTool<ProposeSend>().AddTool<ProposeReply>().AddTool<ProposeForward>();
        services.AddTool<ListEvents>().AddTool<FindSlots>().AddTool<ChooseEvent>().AddTool<ListGuests>();
        services.AddTool<ListPriorities>().AddScoped<ListPriorities>();
        services.AddTool<PlanReschedule>().AddTool<PlanFocusBlocks>().AddTool<MirrorCalendars>().AddTool<TransferEvents>();
        services.AddTool<ProposeCreateEvent>().AddTool<ProposeUpdateEvent>().AddTool<ProposeMoveEvent>().AddTool<ProposeDeleteEvent>();
        services.AddTool<ProposeCreateCalendar>().AddTool<ProposeRenameCalendar>().AddTool<ProposeDeleteCalendar>();
        services.AddTool<SearchNotesTool>().AddTool<ProposeCreateNote>().AddTool<ProposeDeleteNote>();
        services.AddTool<ProposeSnooze>().AddTool<ProposeCreateReminder>();
        services.AddMessageTool("mail.propose-unsnooze", MailActions.Unsnooze, "Proposes to bring one snoozed message back to the inbox now.");
        services.AddTool<ProposeRespond>().AddTool<ProposeInvitationReply>();
        services.AddTool<FindSubscriptions>().AddTool<ProposeUnsubscribe>().AddTool<ProposeUnsubscribeMail>();
        services.AddTool<ListFollowUpsTool>().AddTool<ProposeWait>().AddTool<ProposeCancelFollowUp>();
        return services;
    }

    public static IServiceCollection AddTool<T>(this IServiceCollection services) where T : class, ITool => services.AddScoped<ITool, T>();

    public static IEndpointRouteBuilder MapTools(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tools", ListTools).WithTags("tools");
        PrioritiesRoute.Map(routes);
        return routes;
    }

    static IServiceCollection AddMessageTool(this IServiceCollection services, string name, string kind, string description) =>
        services.AddScoped<ITool>(_ => new ProposeOnMessage(name, kind, description));

    static ToolList ListTools(ToolRegistry registry, CurrentPerson _) => new([.. registry.All.Select(tool =>
    {
        var (arguments, result) = registry.SchemasOf(tool.Name);
        return new ToolInfo(tool.Name, tool.Description, tool.Effect, tool.ActionKind, arguments, result);
    })]);
}

/// <summary>GET /tools.</summary>
public sealed record ToolList(IReadOnlyList<ToolInfo> Items);

public sealed record ToolInfo(string Name, string Description, ToolEffect Effect, string? ActionKind, JsonNode ArgumentsSchema, JsonNode ResultSchema);
