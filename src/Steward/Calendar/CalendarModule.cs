using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Kinds;
using Steward.Calendar.Local;
using Steward.Calendar.Reminders;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>The calendar's doors.</summary>
public static class CalendarModule
{
    public static IServiceCollection AddCalendar(this IServiceCollection services)
    {
        services.AddPersonSettings();
        services.AddScoped<CalendarDirectory>();
        services.AddScoped<EnsurePrimaryCalendar>();
        services.AddSingleton<InstanceCache>();
        services.AddScoped<ICalendarReader, LocalCalendarReader>();
        services.AddScoped(of => new StoredCalendar(of.GetRequiredService<StewardDbContext>(), of.GetRequiredService<EnsurePrimaryCalendar>(), of.GetRequiredService<InstanceCache>(), of.GetRequiredService<ILogger<StoredCalendar>>()));
        services.AddScoped<MirrorCalendar>().AddScoped<PerformCalendarOnce>().AddDueWork<RaiseReminders>();
        services.AddScoped<ListEvents>();
        services.AddScoped<GetFreeBusy>();
        services.AddScoped<FindFreeSlots>();
        services.AddScoped<RescheduleEvents>().AddScoped<PlanFocusTime>().AddScoped<PlanMirror>().AddScoped<PlanTransfer>();
        services.AddScoped<StoreEvents>();
        services.AddScoped<SeedDemoCalendar>();
        services.AddScoped<IAccountCounts, CountEvents>();
        services.AddActionKind<CreateEventKind>().AddActionKind<UpdateEventKind>().AddActionKind<MoveEventKind>().AddActionKind<DeleteEventKind>().AddActionKind<RestoreEventKind>().AddActionKind<RespondKind>().AddActionKind<CreateReminderKind>();
        services.AddActionKind<CreateCalendarKind>().AddActionKind<RenameCalendarKind>().AddActionKind<DeleteCalendarKind>().AddActionKind<RestoreCalendarKind>();
        services.AddScoped<PerformByKey<EventPerformed>>().AddActionPerformer<LocalCalendarPerformer>().AddActionPerformer<LocalCalendarsPerformer>();
        return services;
    }

    public static IEndpointRouteBuilder MapCalendar(this IEndpointRouteBuilder routes) => CalendarRoutes.Map(routes).MapReminders();
}
