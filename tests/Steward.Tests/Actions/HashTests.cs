using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Steward.Actions;
using Steward.Actions.Proposals;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

public sealed class HashTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Bytes(JsonDocument.Parse(json).RootElement));

    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"Z":1,"a":1,"É":1}""", """{"Z":1,"a":1,"\u00C9":1}""")]
    [InlineData("[1,1.0,1e0,100e-2]", "[1,1,1,1]")]
    [InlineData("[0.10,-0,1e2,0.1]", "[0.1,0,100,0.1]")]
    [InlineData("""["\u0041","A"]""", """["A","A"]""")]
    [InlineData("[1e300]", "[1E+300]")]
    public void One_spelling_for_one_value(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Theory]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("""{"a":"1"}""", """{"a":1}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""["é"]""", """["e\u0301"]""")]
    [InlineData("[12345678901234567890.1]", "[12345678901234567890.2]")]
    public void Different_values_stay_different(string one, string other) => Assert.NotEqual(Canonical(one), Canonical(other));

    /// <summary>Whatever JSON goes through jsonb, its canonical form comes back the same: the executor would refuse it otherwise.</summary>
    [Fact]
    public async Task The_canonical_form_survives_the_database()
    {
        var text = Gen.Elements("", "a", "é", "e\u0301", "\u202E", "👩‍👧", "\"", "\\", "/", "<script>", "\u2028", "\n\t", "𝒜", "ß'");
        var scalar = Gen.OneOf(
            text.Select(t => JsonSerializer.Serialize(t)),
            Gen.Choose(int.MinValue, int.MaxValue).Select(n => JsonSerializer.Serialize(n)),
            Gen.Elements("0", "-0", "1.0", "1e5", "1E-7", "0.1000", "123456789012345678901234567890", "1e300", "2.5e-300", "true", "false", "null", "3.141592653589793"));
        Gen<string> Json(int depth) => depth == 0 ? scalar : Gen.OneOf(
            scalar,
            Json(depth - 1).ListOf().Select(items => "[" + string.Join(",", items) + "]"),
            text.Zip(Json(depth - 1)).ListOf().Select(members => "{" + string.Join(",", members.DistinctBy(m => m.Item1).Select(m => JsonSerializer.Serialize(m.Item1) + ":" + m.Item2)) + "}"));
        var samples = Json(3).Sample(20, 300).ToArray();
        await using var command = database.Source.CreateCommand("SELECT t::jsonb::text FROM unnest($1::text[]) WITH ORDINALITY AS x(t, n) ORDER BY n");
        command.Parameters.Add(new() { Value = samples });
        await using var reader = await command.ExecuteReaderAsync();
        foreach (var sample in samples)
        {
            Assert.True(await reader.ReadAsync());
            Assert.Equal(Canonical(sample), Canonical(reader.GetString(0)));
        }
    }

    [Fact]
    public async Task A_stored_proposal_has_the_hash_that_it_was_given()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync("Ünïcödé 👩‍👧 \"quotes\" <tags> \u2028 1e5");
        await using var db = database.Context();
        var row = (await db.FindAsync(world.PersonId, proposal.Id, CancellationToken.None))!;
        Assert.Equal(row.Hash, ProposalHash.Of(row));
        Assert.Matches("^[0-9a-f]{64}$", row.Hash);
    }

    [Fact]
    public void Everything_that_is_shown_or_performed_is_in_the_hash()
    {
        var subject = new ActionSubject(Guid.NewGuid(), Guid.NewGuid());
        var payload = Json.ToElement(new { text = "x" });
        var preview = new ActionPreview
        {
            Title = "t", Target = new("thing", "1", "r1", "a thing"), Changes = [new("text", "a", "b")], Recipients = [new("to", "a@b.example", "A", true, Trust.User)], Notes = ["note"],
        };
        IReadOnlyList<RiskReason> reasons = [new(RiskLevel.Medium, "because")];
        string Hash(ActionSubject? s = null, string kind = "k", JsonElement? p = null, ActionPreview? v = null, RiskLevel risk = RiskLevel.Medium, IReadOnlyList<RiskReason>? why = null, Reversibility r = Reversibility.Undoable) =>
            ProposalHash.Of(s ?? subject, kind, p ?? payload, v ?? preview, risk, why ?? reasons, r);
        string[] hashes =
        [
            Hash(),
            Hash(s: subject with { PersonId = Guid.NewGuid() }),
            Hash(s: subject with { AccountId = Guid.NewGuid() }),
            Hash(kind: "other"),
            Hash(p: Json.ToElement(new { text = "y" })),
            Hash(v: preview with { Title = "u" }),
            Hash(v: preview with { Target = preview.Target with { Revision = "r2" } }),
            Hash(v: preview with { Changes = [new("text", "a", "c")] }),
            Hash(v: preview with { Recipients = [.. preview.Recipients, new("bcc", "x@evil.example", null, false, Trust.Outside)] }),
            Hash(v: preview with { Notes = [] }),
            Hash(risk: RiskLevel.Low),
            Hash(why: []),
            Hash(r: Reversibility.Irreversible),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], Hash());
    }
}
