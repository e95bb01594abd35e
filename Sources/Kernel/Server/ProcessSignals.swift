import Glibc
import Ground

/// The signals of this process, received by waiting for them; no signal handler runs.
package struct ProcessSignals: Sendable {
  private let signals: sigset_t
  private let parent = getppid()
  private let isChildOfJupyter = Environment["JPY_PARENT_PID"] != nil

  /// Blocks SIGINT, SIGTERM and SIGHUP on this thread and on those that it starts.
  ///
  /// To be made first in a process, before any thread is started: an earlier signal ends the process.
  package init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGHUP)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    self.signals = signals
    signal(SIGPIPE, SIG_IGN)
  }

  /// Calls `interrupt` at each SIGINT, and returns at SIGTERM, at SIGHUP, or when the parent that started this process
  /// is gone.
  package func waitForEnd(interrupt: () -> Void) {
    var signals = signals
    while true {
      var patience = timespec(tv_sec: 1, tv_nsec: 0)
      switch sigtimedwait(&signals, nil, &patience) {
      case SIGINT: interrupt()
      case SIGTERM, SIGHUP: return
      default: if isChildOfJupyter, getppid() != parent { return }
      }
    }
  }

  /// Makes ``waitForEnd(interrupt:)`` return; for any thread.
  package static func requestEnd() { kill(getpid(), SIGTERM) }
}
