import DreamKit

/// A reader that must survive whatever it is given.
protocol FuzzTarget: SendableMetatype {
  /// The name on the command line.
  static var name: String { get }
  /// Sound inputs, which are damaged.
  var seeds: [[UInt8]] { get }
  /// Words that the reader looks for, mixed into its inputs.
  var words: [[UInt8]] { get }
  /// Prepares the target in the process that reads.
  init() throws
  /// Reads one input; it may refuse it, but neither crash nor hang.
  func read(_ input: [UInt8], dice: inout SeededGenerator)
}

/// All targets, by name.
enum FuzzTargets {
  /// The kinds of targets.
  static let all: [any FuzzTarget.Type] = [
    WireTarget.self, LanguageTarget.self, PNGTarget.self, JPEGTarget.self, HDF5Target.self,
  ]

  /// The target of that name.
  static func named(_ name: String) -> (any FuzzTarget.Type)? { all.first { $0.name == name } }
}
