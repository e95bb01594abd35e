import Glibc

/// The memory of this machine, as Linux reports it.
package enum MachineMemory {
  /// The bytes that new work could use without swapping: what the kernel calls available, or what the control group or
  /// the limit (`ulimit -v`) of this process leaves where that is less. Nil where none can be read.
  ///
  /// - Parameter reusing: the bytes that this process has taken already and would use for the work.
  package static func available(reusing taken: Int = 0) -> Int? {
    let left = leftInAddressSpace.map { $0 + taken }
    return [free(from: text("/proc/meminfo")), leftInControlGroup, left].compactMap { $0 }.min()
  }

  /// The line `MemAvailable` of `/proc/meminfo`, in bytes.
  package static func free(from text: String) -> Int? {
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  /// What a control group leaves, from the texts of its files `memory.max`, `memory.current` and `memory.stat`, in
  /// bytes. Pages of files that were read count as used there, but the kernel gives them up where memory is wanted.
  package static func left(limit: String, used: String, statistics: String) -> Int? {
    guard let limit = Int(limit.trimmed), let used = Int(used.trimmed) else { return nil }
    let given = statistics.split(separator: "\n").reduce(0) { sum, line in
      let words = line.split(separator: " ")
      guard let name = words.first, name == "inactive_file" || name == "active_file" else { return sum }
      return sum + (words.last.flatMap { Int($0) } ?? 0)
    }
    return max(limit - max(used - given, 0), 0)
  }

  // MARK: Implementation

  /// What the second version of control groups leaves, or nil where it sets no limit.
  private static var leftInControlGroup: Int? {
    let folder = "/sys/fs/cgroup/"
    return left(
      limit: text(folder + "memory.max"), used: text(folder + "memory.current"),
      statistics: text(folder + "memory.stat"))
  }

  /// What the limit of the address space leaves, or nil where there is none.
  private static var leftInAddressSpace: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < Int.max else {
      return nil
    }
    guard let pages = text("/proc/self/statm").split(separator: " ").first.flatMap({ Int($0) }) else {
      return nil
    }
    return max(Int(limit.rlim_cur) - pages * sysconf(Int32(_SC_PAGESIZE)), 0)
  }

  /// A file of the kernel; these say that they have no size.
  private static func text(_ path: String) -> String {
    String(decoding: (try? Files.stream(path, limit: 1 << 16)) ?? [], as: UTF8.self)
  }
}

extension String {
  /// Without white space at its end.
  fileprivate var trimmed: Substring { self[...].prefix { !$0.isWhitespace } }
}
