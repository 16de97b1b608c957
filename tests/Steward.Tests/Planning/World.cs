using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Planning;
using Steward.Tools;

namespace Steward.Tests.Planning;

/// <summary>Kim Doe's accounts and contacts, on Wednesday 18 November 2026 at ten in Berlin.</summary>
static class World
{
    public static readonly DateTimeOffset Now = new(2026, 11, 18, 9, 0, 0, TimeSpan.Zero);
    public static readonly PlanAccount Work = new(new Guid("10000000-0000-0000-0000-000000000001"), "local", "kim@northwind.example", "Northwind", "work");
    public static readonly PlanAccount Personal = new(new Guid("20000000-0000-0000-0000-000000000002"), "local", "kim.doe@mail.example", "Kim at home", "personal");

    public static readonly Contact[] People =
    [
        Person("Sarah Chen", 120, "sarah.chen@northwind.example"),
        Person("Elena Petrova", 90, ["elena.petrova@northwind.example", "elena@mail.example"], "manager"),
        Person("Priya Raman", 80, "priya.raman@northwind.example"),
        Person("Jonas Weber", 60, "jonas.weber@partner.example"),
        Person("Ben Okafor", 50, "ben@northwind.example"),
        Person("Marta Silva", 40, "marta@silva.example"),
        Person("Tom Baker", 30, "tom.baker@northwind.example"),
        Person("Tom Hardy", 20, "tom@hardy.example"),
        Person("Acme Billing", 15, "billing@acme.example"),
        Person("Anna Berg", 12, "anna.berg@northwind.example"),
    ];

    public static PlanRequest Request(string message, params EarlierTurn[] earlier) => new()
    {
        PersonId = new Guid("30000000-0000-0000-0000-000000000003"),
        Message = message,
        Now = Now,
        Settings = new PersonSettings { PersonId = new Guid("30000000-0000-0000-0000-000000000003"), Zone = "Europe/Berlin" },
        Accounts = [Work, Personal],
        Contacts = new ListedContacts(People),
        Earlier = earlier,
    };

    public static PlanResult Plan(string message, params EarlierTurn[] earlier) => new BuiltInPlanner().Decide(Request(message, earlier));

    public static PlanResult PlanAmong(IContacts contacts, string message) => new BuiltInPlanner().Decide(Request(message) with { Contacts = contacts });

    /// <summary>The tools of this Steward as plans see them. Tools are described without being able to run.</summary>
    public static readonly IToolCatalogue Tools = Describe();

    static Contact Person(string name, int messages, params string[] addresses) => new(name, addresses, messages, []);

    static Contact Person(string name, int messages, string[] addresses, string role) => new(name, addresses, messages, [role]);

    static ListedTools Describe()
    {
        var services = new ServiceCollection().AddTools();
        return new ListedTools([.. services.Where(s => s.ServiceType == typeof(ITool)).Select(s => s.ImplementationFactory is { } make
            ? (ITool)make(null!)
            : (ITool)RuntimeHelpers.GetUninitializedObject(s.ImplementationType!)).Select(ToolDescriptor.Of)]);
    }
}

sealed class ListedTools(IReadOnlyCollection<ToolDescriptor> all) : IToolCatalogue
{
    public IReadOnlyCollection<ToolDescriptor> All => all;

    public ToolDescriptor? Find(string name) => all.FirstOrDefault(t => t.Name == name);
}

/// <summary>Contacts in memory: a word that begins a name or the part of an address before the @ finds them.</summary>
sealed class ListedContacts(IReadOnlyList<Contact> people) : IContacts
{
    public IReadOnlyList<Contact> Find(string name, int limit = 10)
    {
        var words = name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? [] : [.. people.Where(p => words.All(w => Words(p).Any(n => n.StartsWith(w, StringComparison.Ordinal)))).Take(limit)];
    }

    public IReadOnlyList<Contact> Frequent(int limit = 5) => [.. people.OrderByDescending(p => p.Messages).Take(limit)];

    public IReadOnlyList<Contact> WithRole(string role) => [.. people.Where(p => p.Roles.Contains(role))];

    static IEnumerable<string> Words(Contact p) => p.Name.ToLowerInvariant().Split(' ').Concat(p.Addresses.Select(a => a.ToLowerInvariant())).Concat(p.Addresses.Select(a => a.Split('@')[0]));
}

/// <summary>Many contacts, looked up as a database with an index would.</summary>
sealed class IndexedContacts(IReadOnlyList<Contact> people) : IContacts
{
    readonly Dictionary<string, List<Contact>> byBeginning = people
        .SelectMany(p => p.Name.ToLowerInvariant().Split(' ').Concat(p.Addresses).Select(w => w[..Math.Min(2, w.Length)]).Distinct().Select(w => (w, p)))
        .GroupBy(x => x.w, x => x.p, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);

    public IReadOnlyList<Contact> Find(string name, int limit = 10)
    {
        var first = name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return first is { Length: > 1 } && byBeginning.GetValueOrDefault(first[..2]) is { } some ? new ListedContacts(some).Find(name, limit) : [];
    }

    public IReadOnlyList<Contact> Frequent(int limit = 5) => [.. people.Take(limit)];

    public IReadOnlyList<Contact> WithRole(string role) => [.. people.Where(p => p.Roles.Contains(role))];
}
