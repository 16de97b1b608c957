using Microsoft.EntityFrameworkCore;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Agents.Writers;

/// <summary>What the page shows. <paramref name="Learnt"/> is null when there is too little mail; <paramref name="Said"/> is what the person has corrected, and wins.</summary>
/// <param name="Learning">Off: nothing is learnt, and nothing learnt is kept.</param>
public sealed record VoiceView(Voice InUse, Voice? Learnt, Voice? Said, int Mails, DateTimeOffset? LearntAt, bool Learning);

/// <summary>Keeps each person's voice: learnt from what they sent, again once a day at most, and corrected by them.</summary>
sealed class Voices(StewardDbContext db, MailDirectory mail, TimeProvider clock) : IKnowVoices
{
    const int MostMails = 200;
    static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    public async Task<VoiceView> GetAsync(Guid personId, CancellationToken cancel)
    {
        var row = await db.Set<VoiceRow>().AsNoTracking().FirstOrDefaultAsync(v => v.PersonId == personId, cancel);
        if (row is null || !row.Off && clock.GetUtcNow() - row.LearntAt > Fresh)
            row = await LearnAsync(personId, cancel);
        return new(row.Said ?? row.Learnt ?? Voice.Plain, row.Learnt, row.Said, row.Mails, row.Off ? null : row.LearntAt, !row.Off);
    }

    /// <summary>Null takes the correction back.</summary>
    public async Task<Result<VoiceView>> SayAsync(Guid personId, Voice? said, CancellationToken cancel)
    {
        if (said is not null && Check(said) is { } wrong)
            return wrong;
        await GetAsync(personId, cancel);
        await db.Set<VoiceRow>().Where(v => v.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(v => v.Said, said), cancel);
        return await GetAsync(personId, cancel);
    }

    /// <summary>Off forgets what was learnt, at once; what the person has said stays. On learns anew.</summary>
    public async Task<VoiceView> LearnAsync(Guid personId, bool on, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO agents.voices (person_id, mails, learnt_at, off) VALUES ({personId}, 0, {DateTimeOffset.UnixEpoch}, {!on})
            ON CONFLICT (person_id) DO UPDATE SET learnt = NULL, mails = 0, learnt_at = excluded.learnt_at, off = excluded.off
            """, cancel);
        return await GetAsync(personId, cancel);
    }

    public async Task<(string Greeting, string SignOff)?> FrameAsync(Guid personId, string firstName, CancellationToken cancel)
    {
        var view = await GetAsync(personId, cancel);
        return view.Learnt is null && view.Said is null ? null : (view.InUse.Greeting.Replace("{first}", firstName, StringComparison.Ordinal), view.InUse.SignOff);
    }

    async Task<VoiceRow> LearnAsync(Guid personId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var texts = new List<string>();
        foreach (var box in await mail.ListAsync(personId, cancel))
        {
            var reader = mail.ReaderOf(box);
            var sent = await reader.SearchAsync(box, new MailSearch("in:sent", now, Limit: MostMails), cancel);
            foreach (var summary in sent.Ok ? sent.Value.Items.Take(MostMails - texts.Count) : [])
            {
                // What is drafted from here is the person's; what the address alone says is not: anybody can write it into a From line, and then it is not in Sent.
                if (await reader.GetMessageAsync(box, summary.Id, cancel) is { } message)
                    texts.Add(message.Text);
            }
        }
        var learnt = VoiceFeatures.Of(texts);
        // Two that learn at once learn the same; the later one stays. A correction is never touched here, nor is one who has switched it off meanwhile.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO agents.voices AS v (person_id, learnt, mails, learnt_at, off) VALUES ({personId}, {Document(learnt)}::jsonb, {texts.Count}, {now}, false)
            ON CONFLICT (person_id) DO UPDATE SET learnt = excluded.learnt, mails = excluded.mails, learnt_at = excluded.learnt_at WHERE NOT v.off
            """, cancel);
        return await db.Set<VoiceRow>().AsNoTracking().FirstAsync(v => v.PersonId == personId, cancel);
    }

    static string? Document(Voice? voice) => voice is null ? null : System.Text.Json.JsonSerializer.Serialize(voice, Json.Options);

    static Error? Check(Voice voice) =>
        Bad(voice.Greeting, 60) ? Error.Invalid("greeting", "A greeting is one line of at most 60 characters, with {first} in the place of the first name.")
        : Bad(voice.SignOff, 60) ? Error.Invalid("signOff", "A close is one line of at most 60 characters.")
        : voice.Words is < 5 or > 400 ? Error.Invalid("words", "A usual mail has between 5 and 400 words.")
        : null;

    static bool Bad(string? line, int longest) => string.IsNullOrWhiteSpace(line) || line.Length > longest || VisibleText.CleanLine(line) != line.Trim() || line.Contains('\n', StringComparison.Ordinal);
}
