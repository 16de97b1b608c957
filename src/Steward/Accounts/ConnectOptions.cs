namespace Steward.Accounts;

/// <param name="PublicUrl">Where people reach this Steward; null on one's own machine.</param>
public sealed record ConnectOptions(Uri? PublicUrl);
