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
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Before there is anything else to do: waits for the answer, with a second between tries.</summary>
    /// <returns>Why there is none; null when there is one.</returns>
    public string? AskAtStart(int tries, out string text)
    {
        text = "";
        for (var left = tries; ; Thread.Sleep(TimeSpan.FromSeconds(1)))
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var answer = _http.Send(request);
                answer.EnsureSuccessStatusCode();
                using var reader = new StreamReader(answer.Content.ReadAsStream());
                text = reader.ReadToEnd();
                return null;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                if (--left <= 0) return e.Message;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    public override string ToString() => address.ToString();
}
