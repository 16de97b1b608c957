using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Steward.LanguageModels;

/// <summary>The room's doors.</summary>
public static class LanguageModelsModule
{
    public static IServiceCollection AddLanguageModels(this IServiceCollection services) => services.AddSingleton<ModelGateway>();

    public static IEndpointRouteBuilder MapLanguageModels(this IEndpointRouteBuilder routes) => routes;
}
