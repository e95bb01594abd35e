import CCrashReport
import Glibc

/// One line on standard error when the process crashes, inside a C library for instance, so that a kernel never ends
/// without a message.
enum CrashReport {
  /// Has crashes of this process reported from now on.
  static func install(version: String) {
    // Lives as long as the process; a handler of signals reads it.
    dk_crash_report_install(strdup(version))
  }

  /// Notes the request that this thread answers from now on.
  static func note(_ type: String) { dk_crash_report_request(type) }

  /// Runs the body of a thread so that an overflow of its stack is reported, too.
  static func covering(_ body: () -> Void) {
    dk_crash_report_enter()
    body()
    dk_crash_report_leave()
  }
}
