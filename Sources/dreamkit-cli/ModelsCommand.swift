import DreamKit

/// `dreamkit models`
enum ModelsCommand {
  /// Prints each network's name, the layers worth dreaming of, and where its weights are.
  static let verb = Verb("models", "Lists the networks and where their weights are.") { _ in
    let catalog = WeightCatalog()
    for architecture in Architecture.allCases {
      print(architecture.rawValue)
      print("  layers worth dreaming of: \(layers(of: architecture))")
      print("  weights: \(weights(of: architecture, in: catalog))")
    }
    return 0
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
