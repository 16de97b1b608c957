namespace Steward.LanguageModels.Providers;

/// <summary>A provider as one person has it.</summary>
/// <param name="Id">Null: registered for everybody.</param>
sealed record OpenProvider(IModelProvider Provider, ProviderLine Line, Guid? Id = null, string? DefaultModel = null)
{
    public string Name => Provider.Name;
    public bool Local => Provider.Local;
}
