/// The five channels of a kernel.
public enum Channel: String, Sendable, CaseIterable {
  case shell, control, iopub, stdin
  case heartbeat = "hb"

  /// The name of its port in connection files.
  var portName: String { "\(rawValue)_port" }
}
