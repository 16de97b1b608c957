using Steward.Actions;

namespace Steward.Calendar.Local;

sealed class EventPerformed : PerformedRow;

sealed class EventPerformedMapping() : PerformedMapping<EventPerformed>("calendar");
