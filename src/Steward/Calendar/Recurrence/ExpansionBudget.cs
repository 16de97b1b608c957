namespace Steward.Calendar.Recurrence;

/// <summary>Bounds the work that a rule can cause: a rule may be valid and still ask for millions of instances, or for one that never comes.</summary>
sealed class ExpansionBudget(int steps)
{
    /// <summary>Enough for a series of 500 years of days; about ten milliseconds.</summary>
    public const int Default = 200_000;

    int left = steps;

    /// <summary>True when the expansion stopped for lack of budget, so that later instances may be missing.</summary>
    public bool Exhausted => left < 0;

    public bool Spend(int cost = 1) => (left -= cost) >= 0;
}
