using System.Globalization;
using System.Text;

namespace Batata.Load.Drivers;

/// <summary>The requests of Nacos v1 as bytes. All keys are in group <c>g</c> of the default namespace.</summary>
internal static class HttpRequests
{
    /// <summary>Form value and content of one KiB, all ASCII and nothing to escape.</summary>
    public static string Content(string mark) => mark.PadRight(1024, 'x');

    public static string KeyName(int number) => string.Create(CultureInfo.InvariantCulture, $"key-{number}");

    public static string GetPath(string dataId) => $"/nacos/v1/cs/configs?dataId={dataId}&group=g";

    public static byte[] Get(string dataId) => Encoding.ASCII.GetBytes($"GET {GetPath(dataId)} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    public static byte[] Publish(string dataId, string content) => Form("/nacos/v1/cs/configs", "", $"dataId={dataId}&group=g&content={content}");

    /// <param name="md5">Of the content that the listener holds.</param>
    public static byte[] Listen(string dataId, string md5) =>
        Form("/nacos/v1/cs/configs/listener", "Long-Pulling-Timeout: 60000\r\n", $"Listening-Configs={dataId}%02g%02{md5}%01");

    private static byte[] Form(string path, string headers, string body) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
