using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Agents.Readers;
using Steward.Agents.Writers;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Agents;

/// <param name="On">Learn from the mails that the person sent.</param>
sealed record LearningInput(bool On);

/// <summary>The room's doors: readers and writers that use a language model in quarantine. Needs LanguageModels, Tools, Mail and Calendar.</summary>
public static class AgentsModule
{
    public static IServiceCollection AddAgents(this IServiceCollection services)
    {
        services.AddScoped<QuarantinedReader>().AddScoped<SummariseTexts>().AddScoped<AnswerFromTexts>().AddScoped<SuggestActs>().AddScoped<ReplyInVoice>();
        services.AddScoped<Voices>().AddScoped<IKnowVoices>(of => of.GetRequiredService<Voices>());
        services.AddScoped<IReadingModel, ReadingModel>();
        return services;
    }

    public static IEndpointRouteBuilder MapAgents(this IEndpointRouteBuilder routes)
    {
        var voice = routes.MapGroup("/voice").WithTags("voice");
        voice.MapGet("", (CurrentPerson person, Voices voices, CancellationToken cancel) => voices.GetAsync(person.Id, cancel)).Produces<VoiceView>();
        voice.MapPut("", async (Voice said, CurrentPerson person, Voices voices, CancellationToken cancel) => (await voices.SayAsync(person.Id, said, cancel)).ToHttp())
            .Produces<VoiceView>().ProducesProblem(StatusCodes.Status400BadRequest);
        voice.MapDelete("", async (CurrentPerson person, Voices voices, CancellationToken cancel) => (await voices.SayAsync(person.Id, null, cancel)).ToHttp()).Produces<VoiceView>();
        voice.MapPut("/learning", (LearningInput input, CurrentPerson person, Voices voices, CancellationToken cancel) => voices.LearnAsync(person.Id, input.On, cancel)).Produces<VoiceView>();
        return routes;
    }
}
