extension Architecture {
  /// InceptionV3 without its top, as Keras builds it: the paper's network.
  public static let inceptionV3 = Architecture(
    name: "InceptionV3", kerasModule: "inception_v3", dreamLayers: (0...10).map { "mixed\($0)" },
    advice: "mixed0 to mixed10; the paper takes mixed3 and mixed5", minimumSide: InceptionRow.minimumSide,
    inputMode: .tf,
    weights: .official(
      WeightFile(
        name: "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
        address: "https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/"
          + "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
        md5: "bcbd6486424b2319ff4ef7d526e38f63", size: 87_910_968))
  ) { builder, image, _ in _ = builder.append(InceptionV3.table, to: image) }
}

/// InceptionV3's 94 convolutions up to `mixed10` (Szegedy et al., 2015, "Rethinking the Inception Architecture for Computer
/// Vision"). Rows of the table in the order in which Keras creates the layers.
private enum InceptionV3 {
  static let table: [InceptionRow] =
    [
      .conv(32, 3, 3, stride: 2, padding: .valid), .conv(32, 3, 3, padding: .valid), .conv(64, 3, 3),
      .maxPool,
      .conv(80, 1, 1, padding: .valid), .conv(192, 3, 3, padding: .valid), .maxPool,
      blockA("mixed0", pool: 32), blockA("mixed1", pool: 64), blockA("mixed2", pool: 64),
      .mixed(
        "mixed3",
        [
          [.conv(384, 3, 3, stride: 2, padding: .valid)],
          [.conv(64, 1, 1), .conv(96, 3, 3), .conv(96, 3, 3, stride: 2, padding: .valid)],
          [.maxPool],
        ]),
      blockB("mixed4", 128), blockB("mixed5", 160), blockB("mixed6", 160), blockB("mixed7", 192),
      .mixed(
        "mixed8",
        [
          [.conv(192, 1, 1), .conv(320, 3, 3, stride: 2, padding: .valid)],
          [
            .conv(192, 1, 1), .conv(192, 1, 7), .conv(192, 7, 1),
            .conv(192, 3, 3, stride: 2, padding: .valid),
          ],
          [.maxPool],
        ]),
      blockC("mixed9", inner: "mixed9_0"), blockC("mixed10", inner: "mixed9_1"),
    ]

  /// 35×35 in the paper's table.
  private static func blockA(_ name: String, pool: Int) -> InceptionRow {
    .mixed(
      name,
      [
        [.conv(64, 1, 1)],
        [.conv(48, 1, 1), .conv(64, 5, 5)],
        [.conv(64, 1, 1), .conv(96, 3, 3), .conv(96, 3, 3)],
        [.averagePool, .conv(pool, 1, 1)],
      ])
  }

  /// 17×17 in the paper's table.
  private static func blockB(_ name: String, _ c: Int) -> InceptionRow {
    .mixed(
      name,
      [
        [.conv(192, 1, 1)],
        [.conv(c, 1, 1), .conv(c, 1, 7), .conv(192, 7, 1)],
        [.conv(c, 1, 1), .conv(c, 7, 1), .conv(c, 1, 7), .conv(c, 7, 1), .conv(192, 1, 7)],
        [.averagePool, .conv(192, 1, 1)],
      ])
  }

  /// 8×8 in the paper's table.
  private static func blockC(_ name: String, inner: String) -> InceptionRow {
    .mixed(
      name,
      [
        [.conv(320, 1, 1)],
        [.conv(384, 1, 1), .mixed(inner, [[.conv(384, 1, 3)], [.conv(384, 3, 1)]])],
        [.conv(448, 1, 1), .conv(384, 3, 3), .mixed(nil, [[.conv(384, 1, 3)], [.conv(384, 3, 1)]])],
        [.averagePool, .conv(192, 1, 1)],
      ])
  }
}
