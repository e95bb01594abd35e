extension Architecture {
  /// DreamNet, the network that comes with DreamKit.
  public static let dreamNet = Architecture(
    name: "DreamNet", dreamLayers: (0...10).map { "mixed\($0)" },
    advice: "mixed0 to mixed10, from lines to faces, flowers and towers",
    minimumSide: InceptionRow.minimumSide,
    inputMode: .tf,
    weights: .installed(
      InstalledWeights(
        folder: { DreamNet.folder },
        parameters: { (graph) throws(DreamError) in try DreamNet.parameters(for: graph) })),
    classes: { () throws(DreamError) in try DreamNet.classes() }, build: DreamNet.build)
}

/// DreamNet: Inception's topology and layer names, narrow enough to come with the project, trained on drawn pictures
/// (`Training/MODEL_CARD.md`). Rows of the table in the order in which Keras creates the layers.
public enum DreamNet {
  /// The name of the classifier's layer.
  package static let classifier = "predictions"

  /// Adds the layers, 94 convolutions up to `mixed10`, and the classifier behind it where there are classes.
  ///
  /// The classifier, `predictions`, is a 1×1 convolution over the cells of `mixed10`: because it is linear, its mean over the
  /// cells is what a dense layer makes of the mean cell (Keras' global average pooling), and each cell tells what it sees.
  @Sendable
  static func build(_ builder: inout GraphBuilder, _ image: Graph.NodeID, classes: Int) {
    let features = builder.append(table, to: image)
    if classes > 0 {
      _ = builder.convolution(
        features, filters: classes, window: Window(rows: 1, columns: 1), hasBias: true, named: classifier)
    }
  }

  private static let table: [InceptionRow] =
    [
      .conv(32, 3, 3, stride: 2, padding: .valid), .conv(32, 3, 3, padding: .valid), .conv(48, 3, 3),
      .maxPool,
      .conv(64, 1, 1, padding: .valid), .conv(128, 3, 3, padding: .valid), .maxPool,
      blockA("mixed0"), blockA("mixed1"), blockA("mixed2"),
      .mixed(
        "mixed3",
        [
          [.conv(192, 3, 3, stride: 2, padding: .valid)],
          [.conv(48, 1, 1), .conv(64, 3, 3), .conv(64, 3, 3, stride: 2, padding: .valid)],
          [.maxPool],
        ]),
      blockB("mixed4", 64), blockB("mixed5", 72), blockB("mixed6", 72), blockB("mixed7", 80),
      .mixed(
        "mixed8",
        [
          [.conv(96, 1, 1), .conv(160, 3, 3, stride: 2, padding: .valid)],
          [.conv(96, 1, 1), .conv(96, 1, 7), .conv(96, 7, 1), .conv(96, 3, 3, stride: 2, padding: .valid)],
          [.maxPool],
        ]),
      blockC("mixed9", inner: "mixed9_0"), blockC("mixed10", inner: "mixed9_1"),
    ]

  /// Lines, grids, textures: cells of 8 pixels.
  private static func blockA(_ name: String) -> InceptionRow {
    .mixed(
      name,
      [
        [.conv(48, 1, 1)],
        [.conv(32, 1, 1), .conv(48, 5, 5)],
        [.conv(48, 1, 1), .conv(64, 3, 3), .conv(64, 3, 3)],
        [.averagePool, .conv(32, 1, 1)],
      ])
  }

  /// Parts and small things: cells of 16 pixels.
  private static func blockB(_ name: String, _ c: Int) -> InceptionRow {
    .mixed(
      name,
      [
        [.conv(96, 1, 1)],
        [.conv(c, 1, 1), .conv(c, 1, 7), .conv(96, 7, 1)],
        [.conv(c, 1, 1), .conv(c, 7, 1), .conv(c, 1, 7), .conv(c, 7, 1), .conv(96, 1, 7)],
        [.averagePool, .conv(96, 1, 1)],
      ])
  }

  /// Complete objects: cells of 32 pixels.
  private static func blockC(_ name: String, inner: String) -> InceptionRow {
    .mixed(
      name,
      [
        [.conv(96, 1, 1)],
        [.conv(96, 1, 1), .mixed(inner, [[.conv(96, 1, 3)], [.conv(96, 3, 1)]])],
        [.conv(96, 1, 1), .conv(96, 3, 3), .mixed(nil, [[.conv(96, 1, 3)], [.conv(96, 3, 1)]])],
        [.averagePool, .conv(64, 1, 1)],
      ])
  }
}
