import TestSupport

@testable import DreamKit

extension Network {
  /// A network of a few filters with InceptionV3's input and two of its layers' names, so that a dream of hundreds of
  /// steps takes seconds.
  static func small() -> Network {
    var builder = GraphBuilder()
    var x = builder.input(.tf)
    for (index, filters) in [8, 16].enumerated() {
      let window = Window(rows: 3, columns: 3, stride: 2)
      x = builder.convolution(x, filters: filters, window: window, hasBias: true)
      x = builder.relu(x, named: index == 0 ? "mixed3" : "mixed5")
    }
    return Network(
      name: "InceptionV3", origin: "a small stand-in", minimumSide: 8, graph: builder.graph,
      parameters: LivelyParameters(for: builder.graph))
  }
}
