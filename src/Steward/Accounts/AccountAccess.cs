namespace Steward.Accounts;

/// <summary>What Steward may do on a linked account, in the words in which people are asked for it. Providers translate it into scopes.</summary>
public enum AccountAccess { ReadMail, DraftMail, SendMail, ChangeMail, ReadCalendar, ChangeCalendar }
