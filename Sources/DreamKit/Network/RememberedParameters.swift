import Synchronization

/// The parameters of a small network, kept in memory once they were read: many models may be made of one network, and each
/// of them prepares its own layers.
package final class RememberedParameters: ParameterStore {
  private let source: any ParameterStore
  private let known = Mutex<[String: [Tensor]]>([:])

  /// Remembers what another store reads.
  package init(_ source: any ParameterStore) { self.source = source }

  package var identity: String? { source.identity }
  package var files: [String] { source.files }

  package func parameters(of layer: String) throws(DreamError) -> [Tensor] {
    if let parameters = known.withLock({ $0[layer] }) { return parameters }
    let parameters = try source.parameters(of: layer)
    known.withLock { $0[layer] = parameters }
    return parameters
  }
}
