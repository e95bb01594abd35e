/// The largest or the mean value under a window.
package struct Pooling: Operation {
  /// What is taken of the values under the window.
  package enum Kind: Sendable, Equatable {
    case max
    /// The mean of the real values: padding does not count.
    case average
  }

  package var kind: Kind
  package var window: Window

  package var kerasName: String { kind == .max ? "MaxPooling2D" : "AveragePooling2D" }

  package func shape(of inputs: [Shape]) -> Shape { window.shape(over: inputs[0], channels: inputs[0][2]) }

  package func derivativeReads(of input: Int) -> [Activation] { kind == .max ? [.input(0)] : [] }
}

extension GraphBuilder {
  /// A pooling.
  package mutating func pooling(
    _ input: Graph.NodeID, _ kind: Pooling.Kind, window: Window, named name: String? = nil
  ) -> Graph.NodeID {
    add(Pooling(kind: kind, window: window), to: [input], named: name)
  }
}
