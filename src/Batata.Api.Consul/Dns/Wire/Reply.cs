using ARSoft.Tools.Net.Dns;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>An answer before it is cut to size and written.</summary>
internal sealed class Reply(Question question)
{
    public Question Question { get; } = question;

    public ReturnCode Code { get; set; } = ReturnCode.NoError;

    public bool IsAuthoritative { get; set; }

    public bool OffersRecursion { get; set; }

    public bool IsTruncated { get; set; }

    public List<AnswerRecord> Answers { get; set; } = [];

    public List<AnswerRecord> Authority { get; set; } = [];

    public List<AnswerRecord> Additional { get; set; } = [];

    /// <summary>EDNS comes back to who asked with it; but not with a refusal, nor when answers were left out.</summary>
    public bool HasEdns { get; set; }

    /// <summary>The answer holds for the subnet that was named, and not for everybody.</summary>
    public bool IsForSubnet { get; set; }
}
