using System.Text.Json;
using Steward.Tools;

namespace Steward.Planning;

/// <param name="Argument">The argument at fault; null when it is the step itself.</param>
/// <param name="Problem">One sentence that names what is wrong.</param>
public sealed record PlanError(string StepId, string? Argument, string Problem)
{
    public override string ToString() => Argument is null ? $"{StepId}: {Problem}" : $"{StepId}.{Argument}: {Problem}";
}

/// <summary>
/// Checks a plan against the tools before anything runs: whoever made it, a plan that passes names only known tools, gives each what it needs, refers only to
/// results of earlier steps that have such a property, and proposes only the kinds that its steps declare. Pure.
/// </summary>
public sealed class PlanValidation(IToolCatalogue catalogue)
{
    public const int MaxSteps = 50;

    /// <summary>The kind that a tool proposes; null for one that reads, or that is not there.</summary>
    public string? ProposedBy(string tool) => catalogue.Find(tool)?.ActionKind;

    /// <summary>Every problem found, in the order of the steps; empty when the plan may run.</summary>
    public IReadOnlyList<PlanError> Validate(Plan plan)
    {
        var errors = new List<PlanError>();
        var results = new Dictionary<string, ToolShape>(StringComparer.Ordinal);
        if (plan.Steps.Count is 0 or > MaxSteps)
            errors.Add(new("plan", null, $"A plan has 1 to {MaxSteps} steps, this one has {plan.Steps.Count}."));
        foreach (var step in plan.Steps)
        {
            if (step.Id == PlanReference.Item || PlanReference.Parse(step.Id) is not { Path.Count: 0 })
                errors.Add(new(step.Id, null, $"\"{step.Id}\" cannot be a step's id."));
            if (results.ContainsKey(step.Id))
                errors.Add(new(step.Id, null, "Two steps have this id."));
            var tool = catalogue.Find(step.Tool);
            if (tool is null)
                errors.Add(new(step.Id, null, $"There is no tool \"{step.Tool}\"."));
            else
                Check(step, tool, results, errors);
            results[step.Id] = tool is null ? ToolShape.Any : step.ForEach is null ? tool.Result : ToolShape.ListOf(tool.Result);
        }
        return errors;
    }

    static void Check(PlanStep step, ToolDescriptor tool, Dictionary<string, ToolShape> results, List<PlanError> errors)
    {
        var effect = tool.Effect == ToolEffect.Propose ? StepEffect.Propose : StepEffect.Read;
        if (step.Effect != effect)
            errors.Add(new(step.Id, null, $"The step says that it will {Word(step.Effect)}, but {tool.Name} does {Word(effect)}."));
        if (step.ActionKind != tool.ActionKind)
            errors.Add(new(step.Id, null, $"The step may propose {step.ActionKind ?? "nothing"}, but {tool.Name} proposes {tool.ActionKind ?? "nothing"}."));

        ToolShape? item = null;
        if (step.ForEach is not null && Follow(step.Id, "forEach", step.ForEach, null, results, errors) is { } list)
        {
            if (list.Kind is not (ShapeKind.List or ShapeKind.Any))
                errors.Add(new(step.Id, "forEach", $"{step.ForEach} is not a list."));
            item = list.Element ?? ToolShape.Any;
        }
        if (step.When is not null)
            Follow(step.Id, "when", step.When, null, results, errors);

        foreach (var argument in tool.Arguments.Where(a => a.Required))
            if (!step.Arguments.TryGetValue(argument.Name, out var given) || given.ValueKind == JsonValueKind.Null)
                errors.Add(new(step.Id, argument.Name, $"{tool.Name} needs {argument.Name}."));
        foreach (var (name, value) in step.Arguments)
        {
            if (tool.Arguments.FirstOrDefault(a => a.Name == name) is not { } argument)
                errors.Add(new(step.Id, name, $"{tool.Name} takes no {name}."));
            else if (!PlanReference.Is(value, out var text))
            {
                if (PlanReference.IsWithin(value))
                    errors.Add(new(step.Id, name, "A reference is a whole argument; inside a list or an object nothing fills it in."));
                else if (!argument.Shape.Accepts(value))
                    errors.Add(new(step.Id, name, $"A {argument.Shape.Kind} is needed, {value.ValueKind} was given."));
            }
            else if (Follow(step.Id, name, text, item, results, errors) is { } found && !found.Fits(argument.Shape))
                errors.Add(new(step.Id, name, $"{text} is a {found.Kind}, a {argument.Shape.Kind} is needed."));
        }
    }

    /// <summary>The shape that a reference leads to; null, with an error, when it leads nowhere.</summary>
    static ToolShape? Follow(string stepId, string argument, string text, ToolShape? item, Dictionary<string, ToolShape> results, List<PlanError> errors)
    {
        var reference = PlanReference.Parse(text);
        ToolShape? shape = null;
        string? problem = null;
        if (reference is null)
            problem = $"\"{text}\" is not a reference.";
        else if (reference.Root == PlanReference.Item)
            problem = (shape = item) is null ? "There is no item: the step is not done for each element of a list." : null;
        else if (reference.Root == stepId || !results.TryGetValue(reference.Root, out shape))
            problem = $"No earlier step has the id {reference.Root}.";

        foreach (var step in problem is null ? reference!.Path : [])
        {
            if (shape!.Kind == ShapeKind.Any)
                break;
            shape = step is int ? shape.Element : shape.Fields?.GetValueOrDefault((string)step);
            if (shape is null)
            {
                problem = step is int ? $"{text} takes an element of something that is no list." : $"The result has no {step}.";
                break;
            }
        }
        if (problem is null)
            return shape;
        errors.Add(new(stepId, argument, problem));
        return null;
    }

    static string Word(StepEffect effect) => effect == StepEffect.Propose ? "propose" : "read";
}
