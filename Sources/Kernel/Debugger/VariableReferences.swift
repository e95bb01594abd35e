import Interpreting

/// The numbers by which a frontend asks for the parts of what it was shown. They hold until the cell goes on.
struct VariableReferences {
  /// What a number stands for.
  enum Target {
    case scope(any InspectableScope)
    case variable(any InspectableVariable)
  }

  private var targets: [Target] = []

  /// The number for a scope or a variable.
  mutating func add(_ target: Target) -> Int {
    targets.append(target)
    return targets.count
  }

  /// What a number stands for, or nil where it holds no longer.
  func target(_ number: Int) -> Target? {
    targets.indices.contains(number &- 1) ? targets[number &- 1] : nil
  }
}
