extension Architecture {
  /// SqueezeNet v1.1 without its top; 35 pixels are the smallest side that every fire module still sees.
  public static let squeezeNet = Architecture(
    name: "SqueezeNet", dreamLayers: (2...9).map { "fire\($0)/concat" }, advice: "fire5 to fire9",
    minimumSide: 35, inputMode: .caffe,
    weights: .official(
      WeightFile(
        name: "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5", address: nil, md5: nil, size: nil)),
    build: SqueezeNet.build)
}

/// SqueezeNet v1.1 without its top (Iandola et al., 2016), with the layer names of its Keras conversion.
private enum SqueezeNet {
  /// Fire modules: number, filters that squeeze, filters of each expansion, and whether a pooling comes before.
  private static let modules: [(number: Int, squeeze: Int, expand: Int, poolBefore: Int?)] = [
    (2, 16, 64, 1), (3, 16, 64, nil),
    (4, 32, 128, 3), (5, 32, 128, nil),
    (6, 48, 192, 5), (7, 48, 192, nil), (8, 64, 256, nil), (9, 64, 256, nil),
  ]

  /// Adds the layers up to `fire9/concat`.
  @Sendable
  static func build(_ builder: inout GraphBuilder, _ image: Graph.NodeID, classes: Int) {
    let strided = Window(rows: 3, columns: 3, stride: 2, padding: .valid)
    var x = builder.convolution(
      image, filters: 64, window: strided, hasBias: true, named: "conv1")
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
  }
}
