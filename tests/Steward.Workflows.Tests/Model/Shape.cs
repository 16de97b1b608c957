using FsCheck;
using FsCheck.Fluent;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Channel = Steward.Workflows.State.Channel;

namespace Steward.Workflows.Tests.Model;

/// <summary>A random program. It is compiled to a workflow, and also interpreted by a few lines that know nothing of steps, stores and crashes.</summary>
public abstract record Shape
{
    public sealed record Act : Shape;

    /// <summary>Fails this many attempts before it works.</summary>
    public sealed record Flaky(int Failures) : Shape;

    public sealed record Ask : Shape;

    public sealed record Nap(int Minutes) : Shape;

    /// <summary>A question whose time runs out while it is answered: either of the two, but one of them.</summary>
    public sealed record Race(int Minutes) : Shape;

    /// <summary>Waits for a signal, which may come before it waits.</summary>
    public sealed record Hear : Shape;

    public sealed record Seq(IReadOnlyList<Shape> Parts) : Shape;

    public sealed record Par(IReadOnlyList<Shape> Branches) : Shape;

    public sealed record Each(int Items, Shape Body) : Shape;

    /// <summary>A node itself says what to begin, a task for each item.</summary>
    public sealed record Fan(int Items, Shape Body) : Shape;

    /// <summary>Branches by plain edges, which a join awaits by name.</summary>
    public sealed record Meet(IReadOnlyList<Shape> Branches) : Shape;

    /// <summary>Branches that arrive at a barrier in the state. Only outside of parallel parts: it is shared.</summary>
    public sealed record Gate(IReadOnlyList<Shape> Branches) : Shape;

    /// <summary>A loop without an end, which its limit ends. Never generated: nothing may come after it.</summary>
    public sealed record Runaway(int Limit) : Shape;

    /// <summary>Only outside of parallel parts: its counter is shared state. Has just as many visits as it needs.</summary>
    public sealed record Loop(int Rounds, Shape Body) : Shape;

    public sealed record Choice(bool First, Shape Yes, Shape No) : Shape;

    public sealed record Sub(Shape Inner) : Shape;

    /// <summary>The same program where nothing waits or fails: then even the order of the state is decided by the graph alone.</summary>
    public Shape Steady() => this switch
    {
        Seq seq => new Seq([.. seq.Parts.Select(part => part.Steady())]),
        Par par => new Par([.. par.Branches.Select(branch => branch.Steady())]),
        Each each => new Each(each.Items, each.Body.Steady()),
        Fan fan => new Fan(fan.Items, fan.Body.Steady()),
        Meet meet => new Meet([.. meet.Branches.Select(branch => branch.Steady())]),
        Gate gate => new Gate([.. gate.Branches.Select(branch => branch.Steady())]),
        Loop loop => new Loop(loop.Rounds, loop.Body.Steady()),
        Choice choice => new Choice(choice.First, choice.Yes.Steady(), choice.No.Steady()),
        Sub sub => new Sub(sub.Inner.Steady()),
        _ => new Act(),
    };

    public static Arbitrary<Shape> Arbitrary => Arb.From(Gen.Sized(size => Any(Math.Min(size / 8, 4) + 1, top: true)), Shrink);

    static Gen<Shape> Any(int depth, bool top)
    {
        var leaf = Gen.Frequency<Shape>(
            (4, Gen.Constant<Shape>(new Act())), (2, Gen.Choose(1, 2).Select(n => (Shape)new Flaky(n))), (3, Gen.Constant<Shape>(new Ask())),
            (2, Gen.Choose(1, 50).Select(n => (Shape)new Nap(n))), (2, Gen.Choose(1, 6).Select(n => (Shape)new Race(n))), (2, Gen.Constant<Shape>(new Hear())));
        if (depth == 0)
            return leaf;
        Gen<Shape> Inner(bool stays) => Any(depth - 1, stays);
        Gen<IReadOnlyList<Shape>> Some(int from, int to, bool stays) => Gen.Choose(from, to).SelectMany(n => Inner(stays).ListOf(n)).Select(list => (IReadOnlyList<Shape>)list);
        var options = new List<(int, Gen<Shape>)>
        {
            (2, leaf),
            (4, Some(1, 4, top).Select(parts => (Shape)new Seq(parts))),
            (3, Some(2, 4, false).Select(parts => (Shape)new Par(parts))),
            (3, Gen.Choose(0, 4).SelectMany(n => Inner(false).Select(body => (Shape)new Each(n, body)))),
            (1, Gen.Choose(0, 1).SelectMany(n => Inner(false).SelectMany(yes => Inner(false).Select(no => (Shape)new Choice(n == 0, yes, no))))),
            (2, Gen.Choose(0, 3).SelectMany(n => Inner(false).Select(body => (Shape)new Fan(n, body)))),
            (2, Some(2, 3, false).Select(branches => (Shape)new Meet(branches))),
            (1, Inner(top).Select(inner => (Shape)new Sub(inner))),
        };
        if (top)
        {
            options.Add((1, Some(2, 3, false).Select(branches => (Shape)new Gate(branches))));
            options.Add((2, Gen.Choose(0, 3).SelectMany(n => Inner(false).Select(body => (Shape)new Loop(n, body)))));
        }
        return Gen.Frequency<Shape>([.. options]);
    }

    static IEnumerable<Shape> Shrink(Shape shape) => shape switch
    {
        Seq { Parts.Count: > 1 } seq => seq.Parts.Concat(seq.Parts.Select((_, i) => (Shape)new Seq([.. seq.Parts.Where((_, j) => j != i)]))),
        Seq seq => seq.Parts,
        Par { Branches.Count: > 2 } par => par.Branches.Concat(par.Branches.Select((_, i) => (Shape)new Par([.. par.Branches.Where((_, j) => j != i)]))),
        Par par => par.Branches.Append(new Par([.. par.Branches.Select(_ => new Act())])),
        Each each => new[] { each.Body }.Concat(Shrink(each.Body).Select(body => (Shape)new Each(each.Items, body))).Concat(each.Items > 0 ? [new Each(each.Items - 1, each.Body)] : []),
        Fan fan => new[] { fan.Body }.Concat(Shrink(fan.Body).Select(body => (Shape)new Fan(fan.Items, body))).Concat(fan.Items > 0 ? [new Fan(fan.Items - 1, fan.Body)] : []),
        Meet meet => meet.Branches.Append(new Par(meet.Branches)).Append(new Meet([.. meet.Branches.Select(_ => new Act())])).Where(less => less is not Meet || meet.Branches.Any(branch => branch is not Act)),
        Gate gate => gate.Branches.Append(new Par(gate.Branches)),
        Loop loop => [loop.Body, .. Shrink(loop.Body).Select(body => new Loop(loop.Rounds, body))],
        Choice choice => [choice.Yes, choice.No],
        Sub sub => [sub.Inner, .. Shrink(sub.Inner).Select(inner => new Sub(inner))],
        Act => [],
        _ => [new Act()],
    };
}
