import CKernels
import COneDNN
import Synchronization

/// Settings of the engine of the process.
public enum Engine {
  /// The version of DreamKit.
  public static let version = "0.2.0"

  private static let chosenThreads = Atomic<Int>(0)

  /// The number of threads that compute, at least 1; by default one for each processor of this process.
  public static var threads: Int {
    get {
      let chosen = chosenThreads.load(ordering: .relaxed)
      return chosen > 0 ? chosen : Int(dk_processors())
    }
    set { chosenThreads.store(max(newValue, 1), ordering: .relaxed) }
  }

  /// The float32 multiplications and additions per second that the processor does at most, on ``threads`` threads, as
  /// measured in registers; takes a moment.
  public static func measurePeak() -> Double {
    dk_set_threads(Int32(threads))
    return dk_peak()
  }

  /// Gives the memory that networks compute in back to the system until it is needed again: for a process that waits.
  public static func releaseMemory() {
    if WorkingMemory.releaseAll() { dk_trim() }
  }

  /// The version of oneDNN that computes: "2.6.3".
  public static var oneDNNVersion: String {
    let version = Int(dk_onednn_version())
    return "\(version / 10_000).\(version / 100 % 100).\(version % 100)"
  }
}
