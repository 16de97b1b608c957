using Npgsql;

namespace Steward.Host;

/// <summary>Reads STEWARD_DATABASE: <c>postgres://user:password@host:port/name</c> as other tools write it, or Npgsql's own keyword form.</summary>
static class DatabaseUri
{
    public static string ToConnectionString(string text)
    {
        try
        {
            if (!text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
                return new NpgsqlConnectionStringBuilder(text).ConnectionString;
            var uri = new Uri(text);
            var user = uri.UserInfo.Split(':', 2);
            return new NpgsqlConnectionStringBuilder
            {
                Host = uri.Host, Port = uri.Port > 0 ? uri.Port : 5432, Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
                Username = Uri.UnescapeDataString(user[0]), Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            }.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException)
        {
            // The text may hold a password: it is not repeated.
            throw new StartException("STEWARD_DATABASE is neither a postgres:// address nor an Npgsql connection string.", e);
        }
    }
}
