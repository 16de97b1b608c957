using Npgsql;

namespace Steward.Runs.Store;

/// <summary>Which errors a step causes itself: bad data, constraints, conflicts. Everything else is the database's trouble, not the node's.</summary>
static class Refusals
{
    public static bool Is(PostgresException e) => e.SqlState[..2] is "21" or "22" or "23" or "25" or "40" or "42" or "44" or "P0";
}
