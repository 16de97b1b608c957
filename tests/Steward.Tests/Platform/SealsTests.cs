using System.Text.Json;
using Steward.Platform;

namespace Steward.Tests.Platform;

public sealed class SealsTests
{
    static readonly SealedColumn Column = new("room.things", "id", "token_sealed");
    static readonly MasterKey First = MasterKey.Parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")!;

    /// <summary>"kept since version 1", sealed by <see cref="First"/> for row 1 by another program (Node). Written once and never changed: what is stored in the wild looks like this.</summary>
    const string Version1 = "016ce55dab3d553ad1fc7cdd6e93f379cb4fe5e8e32d8b00b668f0bf771de102370773f02d3b487877f7b170daf5d0cc2914ad7e4d6a38d1e3ba9ce2331a69a3a5889db57c6999283bef586d1ee0c126c8f50ce183d6513a7b199ac5c3a02f6ee2f95a4fe6cffcd2d7d5f301ef4f48b6bd0bc90bc6";

    static Seals With(params MasterKey[] keys) => new(new MasterKeys(() => keys));

    [Theory]
    [InlineData("")]
    [InlineData("1//0gRefresh")]
    [InlineData("schlüssel 🔑")]
    public void What_was_sealed_opens_and_no_two_envelopes_are_alike(string text)
    {
        var seals = With(First);
        var (one, two) = (seals.Seal(Column, "1", new(text)), seals.Seal(Column, "1", new(text)));
        Assert.Equal(text, seals.Open(Column, "1", one).Reveal());
        Assert.NotEqual(one, two);
        Assert.Equal(one.Length, two.Length);
    }

    [Fact]
    public void An_envelope_of_version_1_still_opens() => Assert.Equal("kept since version 1", With(First).Open(Column, "1", Convert.FromHexString(Version1)).Reveal());

    [Fact]
    public void Copied_to_another_row_column_or_table_it_does_not_open()
    {
        var seals = With(First);
        var envelope = seals.Seal(Column, "1", new("token"));
        Assert.Throws<SealException>(() => seals.Open(Column, "2", envelope));
        Assert.Throws<SealException>(() => seals.Open(Column with { Column = "other_sealed" }, "1", envelope));
        Assert.Throws<SealException>(() => seals.Open(Column with { Table = "room.others" }, "1", envelope));
    }

    [Fact]
    public void With_any_single_bit_changed_or_any_byte_missing_it_does_not_open()
    {
        var seals = With(First);
        var envelope = seals.Seal(Column, "1", new("token"));
        for (var i = 0; i < envelope.Length * 8; i++)
        {
            var altered = envelope.ToArray();
            altered[i / 8] ^= (byte)(1 << (i % 8));
            Assert.Throws<SealException>(() => seals.Open(Column, "1", altered));
        }
        for (var length = 0; length < envelope.Length; length++)
            Assert.Throws<SealException>(() => seals.Open(Column, "1", envelope[..length]));
    }

    [Fact]
    public void Plain_text_in_its_place_is_refused_not_passed_through()
    {
        var seals = With(First);
        Assert.Throws<SealException>(() => seals.Open(Column, "1", "1//0gRefresh"u8.ToArray()));
        Assert.Throws<SealException>(() => seals.Open(Column, "1", [1, .. First.Id, .. new byte[100]]));
    }

    [Fact]
    public void A_key_that_is_not_here_is_named()
    {
        var envelope = With(First).Seal(Column, "1", new("token"));
        var error = Assert.Throws<SealException>(() => With(MasterKey.New()).Open(Column, "1", envelope));
        Assert.Contains(First.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_process_takes_up_a_rotated_key_by_itself()
    {
        var keys = new List<MasterKey> { First };
        var running = new Seals(new MasterKeys(() => [.. keys]));
        var before = running.Seal(Column, "1", new("before"));

        var second = MasterKey.New();
        keys.Insert(0, second);
        var elsewhere = With(second).Seal(Column, "1", new("sealed by another process"));

        Assert.Equal("sealed by another process", running.Open(Column, "1", elsewhere).Reveal());
        Assert.Equal("before", running.Open(Column, "1", before).Reveal());
        Assert.Equal("after", With(second).Open(Column, "1", running.Seal(Column, "1", new("after"))).Reveal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==")] // 31 bytes
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g")] // 33 bytes
    [InlineData("not base64 at all, but of some length ……")]
    public void Nothing_else_is_taken_for_a_master_key(string text) => Assert.Null(MasterKey.Parse(text));

    [Fact]
    public void A_secret_neither_prints_nor_serialises()
    {
        var secret = new Secret("canary");
        Assert.Equal("(secret)", $"{secret}");
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new { secret }, Json.Options));
        Assert.DoesNotContain("canary", $"{new { secret }} {MasterKey.New()}", StringComparison.Ordinal);
    }
}
