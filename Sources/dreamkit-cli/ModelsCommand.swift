import DreamKit

/// `dreamkit models`
enum ModelsCommand {
  /// Prints each network's name, the layers worth dreaming of, and where its weights are.
  static let verb = Verb("models", "Lists the networks and where their weights are.") { _ in
    let catalog = WeightCatalog()
    for architecture in Architecture.all {
      print(architecture.name)
      print("  layers worth dreaming of: \(architecture.advice)")
      print("  weights: \(weights(of: architecture, in: catalog))")
    }
    return 0
  }

  // MARK: Implementation

  private static func weights(of architecture: Architecture, in catalog: WeightCatalog) -> String {
    switch architecture.weights {
    case .installed(let weights):
      weights.folder().map { "\($0), part of DreamKit" } ?? "missing; install DreamKit again"
    case .official(let file):
      catalog.presentFile(for: architecture)
        ?? (file.address == nil
          ? "none in \(catalog.folder); bring a Keras HDF5 file"
          : "not in \(catalog.folder) yet; downloaded there when first asked for")
    }
  }
}
