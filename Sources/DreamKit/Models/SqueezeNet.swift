/// SqueezeNet v1.1 without its top (Iandola et al., 2016), with the layer names of its Keras conversion.
package enum SqueezeNet {
  /// The smallest side of an image that every fire module still sees.
  package static let minimumSide = 35

  /// Fire modules: number, filters that squeeze, filters of each expansion, and whether a pooling comes before.
  private static let modules: [(number: Int, squeeze: Int, expand: Int, poolBefore: Int?)] = [
    (2, 16, 64, 1), (3, 16, 64, nil),
    (4, 32, 128, 3), (5, 32, 128, nil),
    (6, 48, 192, 5), (7, 48, 192, nil), (8, 64, 256, nil), (9, 64, 256, nil),
  ]

  /// The graph up to `fire9/concat`.
  package static func makeGraph() -> Graph {
    var builder = GraphBuilder()
    let strided = Window(rows: 3, columns: 3, stride: 2, padding: .valid)
    var x = builder.input(.caffe)
    x = builder.convolution(x, filters: 64, window: strided, hasBias: true, named: "conv1")
    x = builder.relu(x, named: "relu_conv1")
    for module in modules {
      if let number = module.poolBefore {
        x = builder.pooling(x, .max, window: strided, named: "pool\(number)")
      }
      let fire = "fire\(module.number)"
      func layer(_ input: Graph.NodeID, _ filters: Int, _ side: Int, _ name: String) -> Graph.NodeID {
        let window = Window(rows: side, columns: side)
        let y = builder.convolution(
          input, filters: filters, window: window, hasBias: true, named: "\(fire)/\(name)")
        return builder.relu(y, named: "\(fire)/relu_\(name)")
      }
      let squeezed = layer(x, module.squeeze, 1, "squeeze1x1")
      let ends = [
        layer(squeezed, module.expand, 1, "expand1x1"), layer(squeezed, module.expand, 3, "expand3x3"),
      ]
      x = builder.concatenation(ends, named: "\(fire)/concat")
    }
    return builder.graph
  }
}
