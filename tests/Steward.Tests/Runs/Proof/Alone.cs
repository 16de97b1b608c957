namespace Steward.Tests.Runs.Proof;

/// <summary>Tests that kill, stop or restart processes and measure what comes after by the clock: they run one after another, when nothing else does.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
