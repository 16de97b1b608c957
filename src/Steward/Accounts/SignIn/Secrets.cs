using System.Security.Cryptography;
using System.Text;

namespace Steward.Accounts.SignIn;

/// <summary>Random secrets that are only ever compared: 256 bits, of which Steward keeps the SHA-256. Enough entropy that no salt or slow hash is needed.</summary>
static class Secrets
{
    public const string TokenPrefix = "stw_";

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
