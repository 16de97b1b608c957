using Steward.Actions;

namespace Steward.Notes.Local;

sealed class NotePerformed : PerformedRow;

sealed class NotePerformedMapping() : PerformedMapping<NotePerformed>("notes");
