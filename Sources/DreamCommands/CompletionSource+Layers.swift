import DreamKit
import DreamLanguage

extension ParameterDeclaration.CompletionSource {
  /// The layers of the network whose method is called, else of all networks that variables hold, those that one dreams of
  /// first.
  static var layers: Self {
    .names(kind: "layer") { receiver, variables in
      func network(_ value: Value) -> Network? {
        if case .object(let object as NetworkObject) = value { object.network } else { nil }
      }
      if let network = receiver.flatMap(network) { return network.layers.map(\.name) }
      var seen: Set<String> = []
      return variables.compactMap(network).flatMap { network in
        (Architecture.named(network.name)?.dreamLayers ?? []) + network.layers.map(\.name)
      }.filter { seen.insert($0).inserted }
    }
  }
}
