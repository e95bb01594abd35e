import Glibc

/// Wakes a thread that waits in ``Poller``: a pipe to itself. Any thread may ring.
public final class Alarm: Sendable {
  let descriptor: Int32
  private let bell: Int32

  /// Makes an alarm; nil where too many files are open.
  public init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    descriptor = ends[0]
    bell = ends[1]
  }

  deinit {
    close(descriptor)
    close(bell)
  }

  /// Wakes the waiting thread, now or when it waits next.
  public func ring() {
    var byte: UInt8 = 1
    _ = write(bell, &byte, 1)  // A full pipe rings already.
  }

  /// Stops ringing.
  public func silence() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(descriptor, &bytes, bytes.count) > 0 {}
  }
}
