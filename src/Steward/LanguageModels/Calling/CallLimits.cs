namespace Steward.LanguageModels.Calling;

/// <summary>How long a call may take. Together, with one retry, they stay below the life of a reservation.</summary>
static class CallLimits
{
    /// <summary>For a place at the provider: the others before it must finish first.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan Cloud = TimeSpan.FromMinutes(2);

    /// <summary>A model on this machine may have to be loaded first, and is slow on long texts.</summary>
    public static readonly TimeSpan Local = TimeSpan.FromMinutes(3);
}
