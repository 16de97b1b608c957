using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Tools;

public enum ShapeKind { Any, Text, Number, Boolean, List, Object }

/// <summary>
/// The shape of a JSON value, as far as references between steps need it: what can be indexed, which properties exist, what fits where. Dates, ids and
/// enums are text. Finer rules are the tool's own business when it reads its arguments.
/// </summary>
public sealed record ToolShape(ShapeKind Kind, ToolShape? Element = null, IReadOnlyDictionary<string, ToolShape>? Fields = null)
{
    /// <summary>Deeper values are <see cref="Any"/>: references do not reach that far, and a type may contain itself.</summary>
    const int MaxDepth = 6;

    public static readonly ToolShape Any = new(ShapeKind.Any);
    public static readonly ToolShape Text = new(ShapeKind.Text);
    public static readonly ToolShape Number = new(ShapeKind.Number);
    public static readonly ToolShape Boolean = new(ShapeKind.Boolean);

    public static ToolShape ListOf(ToolShape element) => new(ShapeKind.List, element);

    public static ToolShape ObjectOf(params (string Name, ToolShape Shape)[] fields) =>
        new(ShapeKind.Object, Fields: fields.ToDictionary(f => f.Name, f => f.Shape, StringComparer.Ordinal));

    /// <summary>The shape that a value of this .NET type has under Steward's JSON options.</summary>
    public static ToolShape Of(Type type) => Of(type, 0);

    /// <summary>
    /// The arguments that an argument record takes. Required are: <c>required</c> properties, and constructor parameters without default that are not nullable.
    /// </summary>
    public static IReadOnlyList<ToolArgument> ArgumentsOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var parameters = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()?.GetParameters() ?? [];
        return
        [
            .. Properties(type).Select(property =>
            {
                var parameter = parameters.FirstOrDefault(p => p.Name == property.Name);
                var optional = nullability.Create(property).ReadState == NullabilityState.Nullable;
                var required = property.GetCustomAttribute<RequiredMemberAttribute>() is not null || parameter is { HasDefaultValue: false } && !optional;
                return new ToolArgument(JsonName(property), Of(property.PropertyType), required);
            }),
        ];
    }

    /// <summary>Whether a value of this shape can stand where <paramref name="target"/> is asked for. Objects are compared by kind only.</summary>
    public bool Fits(ToolShape target) =>
        Kind == ShapeKind.Any || target.Kind == ShapeKind.Any
        || Kind == target.Kind && (Kind != ShapeKind.List || Element is null || target.Element is null || Element.Fits(target.Element));

    /// <summary>Whether a JSON literal has this shape. Null fits everywhere: it stands for an argument that is left out.</summary>
    public bool Accepts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.String => Kind is ShapeKind.Any or ShapeKind.Text,
        JsonValueKind.Number => Kind is ShapeKind.Any or ShapeKind.Number,
        JsonValueKind.True or JsonValueKind.False => Kind is ShapeKind.Any or ShapeKind.Boolean,
        JsonValueKind.Array => Kind == ShapeKind.Any || Kind == ShapeKind.List && (Element is null || value.EnumerateArray().All(Element.Accepts)),
        JsonValueKind.Object => Kind is ShapeKind.Any or ShapeKind.Object,
    };

    static ToolShape Of(Type type, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (depth > MaxDepth || type == typeof(object) || type == typeof(JsonElement))
            return Any;
        if (type == typeof(bool))
            return Boolean;
        if (type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal) || type == typeof(short) || type == typeof(float))
            return Number;
        if (type.IsEnum || type == typeof(string) || type == typeof(Guid) || type == typeof(Uri) || type.Namespace == "System" && type.IsValueType)
            return Text;
        if (typeof(IDictionary).IsAssignableFrom(type) || IsGeneric(type, typeof(IReadOnlyDictionary<,>)) || IsGeneric(type, typeof(IDictionary<,>)))
            return Any;
        if (type.IsArray)
            return ListOf(Of(type.GetElementType()!, depth + 1));
        var sequence = type.GetInterfaces().Append(type).FirstOrDefault(i => IsGeneric(i, typeof(IEnumerable<>)));
        if (sequence is not null)
            return ListOf(Of(sequence.GetGenericArguments()[0], depth + 1));
        return new(ShapeKind.Object, Fields: Properties(type).ToDictionary(JsonName, p => Of(p.PropertyType, depth + 1), StringComparer.Ordinal));
    }

    static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<JsonIgnoreAttribute>() is null && p.Name != "EqualityContract");

    static string JsonName(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
