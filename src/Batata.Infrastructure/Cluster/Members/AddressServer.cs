namespace Batata.Infrastructure.Cluster.Members;

/// <summary>Answers the member list as plain text, one address a line. Protocol source: Nacos <c>AddressServerMemberLookup</c>.</summary>
public sealed class AddressServer(Uri address) : IDisposable
{
    private const int MaxBytes = 1024 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3), UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <exception cref="HttpRequestException">It cannot be reached, or its answer is not 200.</exception>
    /// <exception cref="OperationCanceledException">It did not answer in time.</exception>
    public async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(address, cancellationToken);
        return await TextOfAsync(answer, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    public override string ToString() => address.ToString();

    private static Task<string> TextOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        answer.EnsureSuccessStatusCode();
        return answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
