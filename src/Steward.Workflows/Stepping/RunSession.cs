using System.Collections.Concurrent;
using System.Text.Json;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;

namespace Steward.Workflows.Stepping;

/// <summary>What the holder of a run knows while it holds it. All of it can be thrown away at any time: the store has the truth.</summary>
sealed class RunSession
{
    readonly ConcurrentDictionary<int, bool> outside = new();
    SnapshotAge age;

    public RunSession(RunLease lease, WarmRun run)
    {
        Lease = lease;
        Image = run.Image;
        Crashes = lease.Crashes;
        Inbox = lease.Inbox;
        CancelRequested = lease.CancelRequested;
        KnownBlobs = run.KnownBlobs;
        age = run.Age;
        // Inside a super-step answers are left unread, so there the former holder has not seen all; and what signals wait is only known by reading them.
        if (run is { Answer: var (key, answer), Image: { Position.AtBoundary: true, Workflow.Signals.IsEmpty: true } })
        {
            Answers[key] = answer;
            SawInbox();
        }
    }

    public RunLease Lease { get; }
    public RunImage Image { get; private set; }
    public HashSet<string> KnownBlobs { get; }

    /// <summary>What the next session of the same run could begin with.</summary>
    public WarmRun Warm => new(Image, KnownBlobs, age);

    /// <summary>Tasks that run now.</summary>
    public HashSet<int> InFlight { get; } = [];

    /// <summary>Some external task was begun, and neither its result nor its failure is stored.</summary>
    public bool CalledOutside => !outside.IsEmpty;

    public void CallsOutside(RunTask task) => outside[task.Id] = true;

    /// <summary>The task's attempt is stored, with whatever came of it.</summary>
    public void Told(RunTask task) => outside.TryRemove(task.Id, out _);

    /// <summary>Attempts that ended with their process, not yet followed by any step.</summary>
    public int Crashes { get; private set; }

    /// <summary>The last commit let go of the run.</summary>
    public bool Settled { get; private set; }

    /// <summary>When the run that was let go of is due by itself: at once when a message came first, else by its timer.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public void LetGo(Settlement settlement, CommitResult result)
    {
        if (settlement.Status == RunStatus.Waiting)
            DueAt = result.Inbox > settlement.InboxSeen ? settlement.At : settlement.Wake;
    }

    public bool CancelRequested { get; private set; }

    /// <summary>Messages that have come, and those that were looked at.</summary>
    public int Inbox { get; private set; }
    public int InboxSeen { get; private set; } = -1;
    public Mailbox Signals { get; } = new();
    public Dictionary<string, JsonElement> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>The node to name when something concerns the whole run.</summary>
    public string Where => Image.Position.Ready.FirstOrDefault()?.Node ?? Image.Position.Parked.FirstOrDefault()?.Task.Node ?? Image.Workflow.Start;

    public int AttemptOf(RunTask task) => task.Failures + 1 + Crashes;

    public List<RunTask> Due(DateTimeOffset now) => [.. Image.Position.Ready.Where(task => !(task.NotBefore > now) && !InFlight.Contains(task.Id))];

    /// <summary>The run is being cancelled, and its cancellation is stored.</summary>
    public bool Undoing => Image.Position.Undoing is not null;

    public void SawInbox() => InboxSeen = Inbox;

    public void Heard(CommitResult result)
    {
        Inbox = Math.Max(Inbox, result.Inbox);
        CancelRequested |= result.CancelRequested;
    }

    public bool WantsSnapshot(RunImage next) => next.Position.AtBoundary && !next.Position.IsOver && age.IsDue;

    public void Committed(RunImage next, EncodedStep encoded, bool settled)
    {
        Image = next;
        Settled = settled;
        Crashes = 0;
        var newBytes = 0L;
        foreach (var blob in encoded.NewBlobs)
        {
            KnownBlobs.Add(blob.Hash);
            newBytes += blob.Json.Length;
        }
        age = age.After(encoded.Delta.Length, encoded.Snapshot?.Length, newBytes);
    }

    /// <summary>How the run stands after a step: null when its holder has something to do at once.</summary>
    public Settlement? Standing(RunImage next, StepEvent step, DateTimeOffset now) => step.Kind switch
    {
        StepKind.Failed => new Settlement(RunStatus.Failed, null, step.Error, InboxSeen, now),
        StepKind.Cancelled => new Settlement(RunStatus.Cancelled, null, null, InboxSeen, now),
        _ when next.Position is { IsOver: true, Undoing: { } undoing } => new Settlement(RunStatus.Cancelled, null, undoing.Reason, InboxSeen, now),
        _ when next.Position.IsOver => new Settlement(RunStatus.Completed, null, null, InboxSeen, now) { Outcome = step.Plan?.Outcome },
        _ when InFlight.Count > 0 || (CancelRequested && next.Position.Undoing is null) || (next.Position.AtBoundary && Inbox > InboxSeen) => null,
        _ when next.Position.Ready.Exists(task => !(task.NotBefore > now)) => null,
        _ when next.Position.AtBoundary && next.Position.Parked.Exists(parked => parked.WakeAt <= now || (parked.Interrupt is { } key && Answers.ContainsKey(key))) => null,
        _ when next.Position.AtBoundary && (Signals.RanDry || Signals.CanDeliver(next)) => null,
        _ => Wait(next, now),
    };

    public Settlement Wait(DateTimeOffset now) => Wait(Image, now);

    Settlement Wait(RunImage image, DateTimeOffset now)
    {
        var pauses = image.Position.Ready.Select(task => task.NotBefore);
        var wakes = image.Position.AtBoundary ? image.Position.Parked.Select(parked => parked.WakeAt) : [];
        // Inside a super-step answers are not taken yet, so they are no reason to be woken; the next claim looks at them again.
        return new Settlement(RunStatus.Waiting, pauses.Concat(wakes).Min(), image.Position.Undoing?.Reason, image.Position.AtBoundary ? InboxSeen : Inbox, now);
    }
}
