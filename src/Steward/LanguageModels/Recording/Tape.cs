namespace Steward.LanguageModels.Recording;

/// <summary>Records or replays what goes through a provider, when it is told to.</summary>
sealed class Tape
{
    public IModelProvider Around(IModelProvider provider) => provider;
}
