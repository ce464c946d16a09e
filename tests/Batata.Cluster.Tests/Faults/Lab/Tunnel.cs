using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>A network interface whose packets this process reads and writes. It vanishes with this object or the process. Protocol source: Linux, Documentation/networking/tuntap.rst.</summary>
internal sealed partial class Tunnel : IDisposable
{
    private const uint SetInterface = 0x400454ca; // TUNSETIFF
    private const short TunWithoutHeader = 0x0001 | 0x1000; // IFF_TUN, IFF_NO_PI
    private const short PollIn = 1;
    private const int LongestPacket = 65_536;
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[LongestPacket];

    /// <exception cref="Win32Exception">Only root may.</exception>
    public Tunnel(string name)
    {
        Name = name;
        _file = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var request = new byte[40]; // struct ifreq: 16 bytes of name, flags
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(16), TunWithoutHeader);
        if (Ioctl(_file, SetInterface, request) < 0) throw new Win32Exception();
    }

    public string Name { get; }

    /// <returns>A packet, or null when none came in time.</returns>
    public byte[]? Read(TimeSpan patience)
    {
        var poll = new PollRequest { File = (int)_file.DangerousGetHandle(), Events = PollIn };
        if (Poll(ref poll, 1, (int)patience.TotalMilliseconds) <= 0) return null;
        var length = (int)ReadFile(_file, _buffer, LongestPacket);
        return length > 0 ? _buffer.AsSpan(0, length).ToArray() : null;
    }

    /// <summary>A packet that the other side does not take is lost, as on any link.</summary>
    public void Write(byte[] packet) => _ = WriteFile(_file, packet, packet.Length);

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeFileHandle file, nuint request, byte[] argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(SafeFileHandle file, byte[] buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteFile(SafeFileHandle file, byte[] buffer, nint length);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
