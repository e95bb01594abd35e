import DreamKit

/// `dreamkit models`
enum ModelsCommand {
  static func run(_ arguments: inout Arguments) throws {
    if let word = arguments.next() { throw UsageError("'models' takes no '\(word)'.") }
    for architecture in Architecture.allCases {
      print("\(architecture.rawValue)  layers worth dreaming of: \(layers(of: architecture))")
    }
  }

  // MARK: Implementation

  private static func layers(of architecture: Architecture) -> String {
    switch architecture {
    case .inceptionV3: "mixed0 to mixed10; the paper takes mixed3 and mixed5"
    case .squeezeNet: "fire5 to fire9"
    }
  }
}
