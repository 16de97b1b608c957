using System.Reflection;
using Steward.Actions;
using Steward.Actions.Execution;

namespace Steward.Tests.Architecture;

/// <summary>There is one way out, and only the executor knows the door.</summary>
public sealed class ActionWallTests
{
    const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    [Theory]
    [InlineData("Steward")]
    [InlineData("Steward.Providers")]
    [InlineData("Steward.Host")]
    public void Only_the_execution_names_a_performer(string assembly) => Assert.Empty(Naming(Assembly.Load(assembly), _ => true));

    [Fact]
    public void The_test_above_can_fail()
    {
        var found = Naming(typeof(ActionWallTests).Assembly, type => type.Namespace == "Steward.Tests.Architecture.BadActions");
        Assert.Equal(["BackDoor names IActionPerformer", "SideDoor names RecordingPerformer"], found);
    }

    [Fact]
    public void The_executor_is_found_naming_it() =>
        Assert.Contains(References.Within(typeof(IActionPerformer).Assembly, "Steward"), r => r.From == typeof(CallPerformer) && r.To == typeof(IActionPerformer));

    [Fact]
    public void An_approved_action_cannot_be_made_except_out_of_a_claim_and_a_claim_only_by_itself()
    {
        // A record also has a copy constructor, which is private in a sealed one.
        Assert.All(typeof(ApprovedAction).GetConstructors(All), c => Assert.True(c.IsPrivate));
        Assert.All(typeof(EffectClaim).GetConstructors(All), c => Assert.True(c.IsPrivate));
        Assert.True(typeof(ApprovedAction).IsSealed && typeof(EffectClaim).IsSealed && !typeof(EffectClaim).IsVisible);
        Assert.All(typeof(ApprovedAction).GetProperties(), p => Assert.True(p.SetMethod is null || p.SetMethod.IsPrivate));
        var makers = typeof(IActionPerformer).Assembly.GetTypes().SelectMany(t => t.GetMethods(All | BindingFlags.DeclaredOnly))
            .Where(m => m.ReturnType == typeof(ApprovedAction) && !m.IsSpecialName && m.Name != "<Clone>$");
        var maker = Assert.Single(makers);
        Assert.Equal([typeof(EffectClaim)], maker.GetParameters().Select(p => p.ParameterType));
    }

    [Fact]
    public void Claims_are_taken_only_where_effects_are_run()
    {
        var holders = References.Within(typeof(IActionPerformer).Assembly, "Steward").Where(r => r.To == typeof(EffectClaim) && r.From != typeof(EffectClaim)).Select(r => r.From);
        Assert.All(holders, holder => Assert.True(
            holder == typeof(ApprovedAction) || holder.Namespace is "Steward.Actions.Execution" or "Steward.Actions.Undo", $"{holder.Name} handles claims"));
    }

    /// <summary>Types that mention the port or an implementation of it, other than the execution, the implementations themselves, and the modules that register them.</summary>
    static List<string> Naming(Assembly assembly, Func<Type, bool> from) =>
        [.. References.Within(assembly, "Steward")
            .Where(r => from(r.From) && IsPerformer(r.To) && !IsPerformer(r.From))
            .Where(r => r.From.Namespace != "Steward.Actions.Execution" && !r.From.Name.EndsWith("Module", StringComparison.Ordinal))
            .Select(r => $"{r.From.Name} names {r.To.Name}").Distinct().Order(StringComparer.Ordinal)];

    static bool IsPerformer(Type type) => typeof(IActionPerformer).IsAssignableFrom(type);
}
