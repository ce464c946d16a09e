using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Application.Telemetry;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Consul.Agent;

/// <summary>Log lines in the two forms of Consul's. Protocol source: go-hclog.</summary>
internal static class LogLines
{
    public static void Write(IBufferWriter<byte> to, LogLine line, bool asJson)
    {
        if (asJson) WriteJson(to, line);
        else WriteText(to, line);
        to.Write("\n"u8);
    }

    private static void WriteText(IBufferWriter<byte> to, LogLine line)
    {
        var level = line.Level switch
        {
            LogLevel.Trace => "[TRACE]",
            LogLevel.Debug => "[DEBUG]",
            LogLevel.Information => "[INFO] ",
            LogLevel.Warning => "[WARN] ",
            _ => "[ERROR]",
        };
        Encoding.UTF8.GetBytes($"{Time(line)} {level} {line.Source}: {line.Text}", to);
        if (line.Exception is not { } exception) return;
        Encoding.UTF8.GetBytes($"\n{exception}", to);
    }

    private static void WriteJson(IBufferWriter<byte> to, LogLine line)
    {
        using var json = new Utf8JsonWriter(to, ConsulAnswers.Writing);
        json.WriteStartObject();
        json.WriteString("@level"u8, line.Level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            _ => "error",
        });
        json.WriteString("@message"u8, line.Text);
        json.WriteString("@module"u8, line.Source);
        json.WriteString("@timestamp"u8, line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        if (line.Exception is { } exception) json.WriteString("error"u8, exception.ToString());
        json.WriteEndObject();
    }

    private static string Time(LogLine line) => line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
