import Glibc
import Ground

/// How the engine's threads wait for each other.
///
/// By default OpenMP's GNU runtime lets a waiting thread spin for milliseconds. Where other programs want the
/// processors too, spinning keeps the thread that is waited for from running, and a step of a dream takes ten times as
/// long. Spinning for about 30 microseconds and sleeping then costs nothing when the machine is quiet.
enum ThreadWaiting {
  /// The setting, as the runtime reads it: the rounds that a thread spins before it sleeps.
  static let environment = ["GOMP_SPINCOUNT": "10000"]

  /// Makes the setting hold for this process, unless the user has chosen one.
  ///
  /// The runtime reads it while the program is loaded, so the program is loaded once more. The kernel that `install`
  /// describes gets it from Jupyter and starts only once.
  static func settle() {
    if (Environment["GOMP_SPINCOUNT"] ?? Environment["OMP_WAIT_POLICY"]) != nil { return }
    for (name, value) in environment { setenv(name, value, 1) }
    // Where this fails the program continues as it is, only slower on a busy machine.
    execv("/proc/self/exe", CommandLine.unsafeArgv)
  }
}
