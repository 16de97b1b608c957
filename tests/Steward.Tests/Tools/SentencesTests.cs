using FsCheck;
using FsCheck.Fluent;
using Steward.Tools.Summaries;

namespace Steward.Tests.Tools;

public sealed class SentencesTests
{
    [Fact]
    public void Abbreviations_numbers_and_addresses_do_not_end_sentences()
    {
        Assert.Equal(
        [
            "Dr. Weber will come at 3.30 p.m. on Nov. 20 with Mr. Smith.",
            "The offer is 4,500.50 EUR, see www.example.org/offer.html for details.",
            "Is that fine, e.g. for finance?",
            "Great!",
        ],
        Sentences.Of("Dr. Weber will come at 3.30 p.m. on Nov. 20 with Mr. Smith. The offer is 4,500.50 EUR, see www.example.org/offer.html for details. Is that fine, e.g. for finance? Great!"));
    }

    [Fact]
    public void Hard_line_breaks_are_undone_and_list_items_stand_alone()
    {
        Assert.Equal(["The review of the\u0020budget is due on Friday.", "Bring the numbers", "Book a room", "See you."],
            Sentences.Of("The review of the\nbudget is due on Friday.\n\n- Bring the numbers\n- Book a room\n\nSee you."));
    }

    [Fact]
    public void Every_sentence_stands_in_the_text_word_for_word_and_none_is_lost()
    {
        var words = Gen.Elements("alpha", "beta", "Gamma.", "delta?", "e.g.", "3.5", "Stop!", "\n", "\n\n", "- item", "“Quote.”", "z");
        var texts = Gen.Select(Gen.ListOf(words), list => string.Join(' ', list));
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var folded = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            var sentences = Sentences.Of(text);
            Assert.All(sentences, s => Assert.Contains(s, folded, StringComparison.Ordinal));
            Assert.Equal(folded.Count(char.IsLetter), sentences.Sum(s => s.Count(char.IsLetter)));
        }));
    }
}
