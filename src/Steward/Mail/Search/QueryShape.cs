namespace Steward.Mail.Search;

/// <summary>What can be said of a query without asking the database.</summary>
static class QueryShape
{
    /// <summary>The labels whose messages are left out unless the query names them, as an array literal: <c>{TRASH,SPAM}</c>, one of them, or <c>{}</c>.</summary>
    public static string LeftOut(QueryNode root)
    {
        var named = Terms(root).ToHashSet();
        if (named.Contains(SystemTerm.Anywhere))
            return "{}";
        return (named.Contains(SystemTerm.Trash), named.Contains(SystemTerm.Spam)) switch
        {
            (false, false) => "{TRASH,SPAM}",
            (true, false) => "{SPAM}",
            (false, true) => "{TRASH}",
            _ => "{}",
        };
    }

    /// <summary>A thread with a match must carry these among its own labels. Only for queries that leave trash and spam out, as a thread's labels do.</summary>
    public static IEnumerable<string> Needed(QueryNode root)
    {
        foreach (var part in root is QueryNode.And and ? and.Parts : [root])
        {
            if (part is QueryNode.System { Term: SystemTerm.Inbox })
                yield return "INBOX";
            else if (part is QueryNode.System { Term: SystemTerm.Unread })
                yield return "UNREAD";
        }
    }

    /// <summary>True when carrying the needed label is not only needed but enough: the query is that one label, or nothing.</summary>
    public static bool IsOneLabel(QueryNode root) => root is QueryNode.And { Parts.Count: 0 } or QueryNode.System { Term: SystemTerm.Inbox or SystemTerm.Unread };

    public static bool AsksForDates(QueryNode node) => node switch
    {
        QueryNode.And and => and.Parts.Any(AsksForDates),
        QueryNode.Or or => or.Parts.Any(AsksForDates),
        QueryNode.Not not => AsksForDates(not.Part),
        QueryNode.Date or QueryNode.Age => true,
        _ => false,
    };

    static IEnumerable<SystemTerm> Terms(QueryNode node) => node switch
    {
        QueryNode.And and => and.Parts.SelectMany(Terms),
        QueryNode.Or or => or.Parts.SelectMany(Terms),
        QueryNode.Not not => Terms(not.Part),
        QueryNode.System system => [system.Term],
        _ => [],
    };
}
