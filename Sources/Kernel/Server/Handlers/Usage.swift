import Glibc
import Ground
import Synchronization

/// Answers `usage_request` with what the kernel and the machine use, as Jupyter's resource indicators show it.
///
/// Shares of the processors are those since the question before.
final class Usage: Sendable {
  private let last: Mutex<Moment>

  /// Begins to measure.
  init() { last = Mutex(Moment()) }

  func reply(to request: Request) -> Reply {
    let now = Moment()
    let before = last.withLock { last in
      defer { last = now }
      return last
    }
    let memory = Self.numbers(in: "/proc/meminfo").mapValues { $0 * 1024 }
    let total = memory["MemTotal"] ?? 0
    let available = memory["MemAvailable"] ?? 0
    return Reply([
      "status": "ok", "hostname": .string(Self.hostname), "pid": .int(Int(getpid())),
      "kernel_cpu": .double(now.ownShare(since: before)),
      "kernel_memory": .int((Self.numbers(in: "/proc/self/status")["VmRSS"] ?? 0) * 1024),
      "cpu_count": .int(sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      "host_cpu_percent": .double(now.hostShare(since: before)),
      "host_virtual_memory": [
        "total": .int(total), "available": .int(available), "used": .int(total - available),
        "free": .int(memory["MemFree"] ?? 0),
        "percent": .double(total > 0 ? Self.rounded(100 * Double(total - available) / Double(total)) : 0),
      ],
    ])
  }

  // MARK: Implementation

  /// What the clocks of the process and of the machine's processors show.
  private struct Moment: Sendable {
    private let clock = Clock.seconds(CLOCK_MONOTONIC)
    private let own = Clock.seconds(CLOCK_PROCESS_CPUTIME_ID)
    /// Ticks of all processors: all, and those in which they did nothing.
    private let ticks: (all: Double, idle: Double)

    init() {
      // user nice system idle iowait irq softirq steal; what guests use is in user already.
      let line = Usage.text(of: "/proc/stat").prefix { $0 != "\n" }
      let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
      self.ticks = (ticks.reduce(0, +), ticks.count > 4 ? ticks[3] + ticks[4] : 0)
    }

    /// The processors that this process has used since then, in percent of one.
    func ownShare(since other: Moment) -> Double {
      let elapsed = clock - other.clock
      return elapsed > 0 ? Usage.rounded(100 * (own - other.own) / elapsed) : 0
    }

    /// How busy all processors have been since then, in percent.
    func hostShare(since other: Moment) -> Double {
      let elapsed = ticks.all - other.ticks.all
      return elapsed > 0 ? Usage.rounded(100 * (1 - (ticks.idle - other.ticks.idle) / elapsed)) : 0
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  private static var hostname: String {
    text(of: "/proc/sys/kernel/hostname").split(separator: "\n").first.map(String.init) ?? ""
  }

  /// The numbers of a file of lines such as `MemTotal:  8000000 kB`.
  private static func numbers(in path: String) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for line in text(of: path).split(separator: "\n") {
      let parts = line.split { $0 == ":" || $0 == " " || $0 == "\t" }
      if parts.count > 1, let number = Int(parts[1]) { numbers[String(parts[0])] = number }
    }
    return numbers
  }

  /// The beginning of a file that the system makes up while it is read.
  private static func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
