using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Steward.Calendar;

/// <summary>The calendar's doors.</summary>
public static class CalendarModule
{
    public static IServiceCollection AddCalendar(this IServiceCollection services)
    {
        services.AddScoped<CalendarDirectory>();
        services.AddScoped<EnsurePrimaryCalendar>();
        services.AddScoped<ICalendarReader, Local.LocalCalendarReader>();
        services.AddScoped<ListEvents>();
        services.AddScoped<GetFreeBusy>();
        services.AddScoped<FindFreeSlots>();
        services.AddScoped<StoreEvents>();
        services.AddScoped<SeedDemoCalendar>();
        return services;
    }

    public static IEndpointRouteBuilder MapCalendar(this IEndpointRouteBuilder routes) => routes;
}
