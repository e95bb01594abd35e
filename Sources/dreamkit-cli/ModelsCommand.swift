import DreamKit

/// `dreamkit models`
enum ModelsCommand {
  static func run(_ arguments: inout Arguments) throws {
    if let word = arguments.next() { throw UsageError("'models' takes no '\(word)'.") }
    let catalog = WeightCatalog()
    for architecture in Architecture.allCases {
      print(architecture.rawValue)
      print("  layers worth dreaming of: \(layers(of: architecture))")
      print("  weights: \(weights(of: architecture, in: catalog))")
    }
  }

  // MARK: Implementation

  private static func layers(of architecture: Architecture) -> String {
    switch architecture {
    case .dreamNet: "mixed0 to mixed10, from lines to faces, flowers and towers"
    case .inceptionV3: "mixed0 to mixed10; the paper takes mixed3 and mixed5"
    case .squeezeNet: "fire5 to fire9"
    }
  }

  private static func weights(of architecture: Architecture, in catalog: WeightCatalog) -> String {
    if architecture == .dreamNet {
      return DreamNet.folder.map { "\($0), part of DreamKit" } ?? "missing; install DreamKit again"
    }
    if let file = catalog.presentFile(for: architecture) { return file }
    return catalog.entry(for: architecture)?.address == nil
      ? "none in \(catalog.folder); bring a Keras HDF5 file"
      : "not in \(catalog.folder) yet; downloaded there when first asked for"
  }
}
