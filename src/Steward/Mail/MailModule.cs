using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Accounts;
using Steward.Actions;
using Steward.Mail.Actions;
using Steward.Mail.Local;
using Steward.Mail.Routes;
using Steward.Mail.Snoozing;
using Steward.Mail.Unsubscribing;
using Steward.Platform;

namespace Steward.Mail;

/// <summary>The two doors of Mail. Needs <c>AddPlatform</c>. A relay is added before or after; without one, Local accounts reach only one another.</summary>
public static class MailModule
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddScoped<StoreMessages>().AddScoped<MirrorMail>().AddSingleton<FindMirrored>().AddScoped<PerformMailOnce>().AddScoped<MailDirectory>().AddSingleton<ContactsFromMail>().AddSingleton<CountMail>().AddSingleton<TidyMail>();
        services.AddSingleton<IAccountCounts>(of => of.GetRequiredService<CountMail>()).AddScoped<MailList>();
        services.AddSingleton<StoredMail>().AddSingleton<IMailReader, LocalMailReader>();
        services.AddSingleton<MailRoutes>().AddScoped<PrepareOutgoing>();
        services.AddScoped<ChangeLabels>().AddScoped<ChangeDrafts>().AddScoped<SendMessage>();
        services.AddDueWork<WakeSnoozed>();
        services.AddActionKind<SnoozeKind>().AddActionKind<UnsnoozeKind>();
        services.AddActionPerformer<LocalMailPerformer>();
        services.TryAddSingleton<IMailRelay, NoRelay>();
        services.TryAddSingleton<IUnsubscribeClient, NoUnsubscribeClient>();
        services.AddSingleton<AskedToStop>().AddActionKind<UnsubscribeKind>().AddActionPerformer<UnsubscribePerformer>();
        services.AddActionKind<ArchiveKind>().AddActionKind<MarkReadKind>().AddActionKind<MarkUnreadKind>().AddActionKind<StarKind>().AddActionKind<UnstarKind>()
            .AddActionKind<TrashKind>().AddActionKind<RestoreKind>().AddActionKind<LabelKind>().AddActionKind<SetLabelsKind>()
            .AddActionKind<CreateDraftKind>().AddActionKind<UpdateDraftKind>().AddActionKind<DeleteDraftKind>()
            .AddActionKind<SendKind>().AddActionKind<ReplyKind>().AddActionKind<ForwardKind>();
        return services;
    }

    public static IEndpointRouteBuilder MapMail(this IEndpointRouteBuilder routes)
    {
        MailEndpoints.Map(routes);
        return routes;
    }
}
