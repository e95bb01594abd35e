/// The memory of this machine, as Linux tells it.
package enum MachineMemory {
  /// The bytes that new work could use without swapping: what the kernel calls available, or what the control group of
  /// this process leaves where that is less. Nil where neither can be read.
  package static var available: Int? {
    [free(from: text("/proc/meminfo")), leftInControlGroup].compactMap { $0 }.min()
  }

  /// The line `MemAvailable` of `/proc/meminfo`, in bytes.
  static func free(from text: String) -> Int? {
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  // MARK: Implementation

  /// What the second version of control groups leaves, or nil where it sets no limit.
  private static var leftInControlGroup: Int? {
    func number(_ name: String) -> Int? {
      Int(text("/sys/fs/cgroup/\(name)").trimmed)
    }
    guard let limit = number("memory.max"), let used = number("memory.current") else { return nil }
    return max(limit - used, 0)
  }

  /// A file of the kernel; these say that they have no size.
  private static func text(_ path: String) -> String {
    String(decoding: (try? FileBytes.stream(path, limit: 1 << 16)) ?? [], as: UTF8.self)
  }
}

extension String {
  /// Without white space at its end.
  fileprivate var trimmed: Substring { self[...].prefix { !$0.isWhitespace } }
}
