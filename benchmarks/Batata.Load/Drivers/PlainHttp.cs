using System.Text;
using Batata.Load.Servers;

namespace Batata.Load.Drivers;

/// <summary>Single requests before and between what is measured.</summary>
internal static class PlainHttp
{
    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    public static byte[] Send(string method, string path, string body) =>
        Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    /// <returns>The body of an answer that must be 200.</returns>
    public static async Task<string> TellAsync(Server server, byte[] request, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(server.Http, cancellationToken);
        var answer = await connection.SendAsync(request, cancellationToken);
        return answer.Status == 200 ? answer.Body : throw new LoadException($"{server.Name} answered {answer.Status}: {answer.Body}");
    }
}
