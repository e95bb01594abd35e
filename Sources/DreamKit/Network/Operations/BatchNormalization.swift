/// Batch normalisation with its moving statistics, as in inference.
package struct BatchNormalization: Operation {
  /// The layer that the parameters belong to.
  package var layer: String
  package var epsilon: Float
  /// Whether there is a gamma.
  package var hasScale: Bool

  package var kerasName: String { "BatchNormalization" }

  package func parameters(of inputs: [Shape]) -> [ParameterShape] {
    let gamma: [(ParameterShape.Role, ParameterShape.Initial)] = hasScale ? [(.gamma, .ones)] : []
    return (gamma + [(.beta, .zeros), (.mean, .zeros), (.variance, .ones)]).map {
      ParameterShape(role: $0, shape: [inputs[0][2]], initial: $1)
    }
  }

  /// What the normalisation does to each channel: x · scale + offset, where scale = gamma / sqrt(variance + epsilon) and
  /// offset = beta - mean · scale (Ioffe and Szegedy, 2015, in inference).
  package func affine(from store: any ParameterStore) throws(DreamError) -> (scale: [Float], offset: [Float])
  {
    let moments = try store.parameters(of: layer).map(\.values)
    let (beta, mean, variance) = (
      moments[moments.count - 3], moments[moments.count - 2], moments[moments.count - 1]
    )
    let scale = variance.indices.map { channel in
      (hasScale ? moments[0][channel] : 1) / (variance[channel] + epsilon).squareRoot()
    }
    return (scale, beta.indices.map { beta[$0] - mean[$0] * scale[$0] })
  }
}

extension GraphBuilder {
  /// A batch normalisation.
  package mutating func batchNormalization(
    _ input: Graph.NodeID, epsilon: Float, hasScale: Bool, named name: String? = nil
  ) -> Graph.NodeID {
    var normalization = BatchNormalization(layer: "", epsilon: epsilon, hasScale: hasScale)
    normalization.layer = name ?? nextName(normalization.kerasStem)
    return add(normalization, to: [input], named: normalization.layer)
  }
}
