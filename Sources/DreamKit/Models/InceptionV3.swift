/// InceptionV3 without its top, as Keras builds it (Szegedy et al., 2015, "Rethinking the Inception Architecture for
/// Computer Vision"). Rows of the table in the order in which Keras creates the layers.
package enum InceptionV3 {
  /// The smallest side of an image, as Keras has it.
  package static let minimumSide = 75

  /// The graph, 94 convolutions up to `mixed10`.
  package static func makeGraph() -> Graph {
    var builder = GraphBuilder()
    let image = builder.input(.tf)
    _ = append(table, to: image, in: &builder)
    return builder.graph
  }

  /// One row: a convolution with batch normalisation and ReLU, a pooling, or branches side by side.
  private enum Row {
    case conv(Int, Int, Int, stride: Int = 1, padding: Window.Padding = .same)
    case maxPool
    case averagePool
    case mixed(String?, [[Row]])
  }

  private static let table: [Row] =
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
  private static func blockA(_ name: String, pool: Int) -> Row {
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
  private static func blockB(_ name: String, _ c: Int) -> Row {
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
  private static func blockC(_ name: String, inner: String) -> Row {
    .mixed(
      name,
      [
        [.conv(320, 1, 1)],
        [.conv(384, 1, 1), .mixed(inner, [[.conv(384, 1, 3)], [.conv(384, 3, 1)]])],
        [.conv(448, 1, 1), .conv(384, 3, 3), .mixed(nil, [[.conv(384, 1, 3)], [.conv(384, 3, 1)]])],
        [.averagePool, .conv(192, 1, 1)],
      ])
  }

  private static func append(_ rows: [Row], to start: Graph.NodeID, in builder: inout GraphBuilder)
    -> Graph.NodeID
  {
    var x = start
    for row in rows {
      switch row {
      case .conv(let filters, let height, let width, let stride, let padding):
        let window = Window(rows: height, columns: width, stride: stride, padding: padding)
        x = builder.convolution(x, filters: filters, window: window, hasBias: false)
        x = builder.batchNormalization(x, epsilon: 1e-3, hasScale: false)
        x = builder.relu(x)
      case .maxPool:
        x = builder.pooling(x, .max, window: Window(rows: 3, columns: 3, stride: 2, padding: .valid))
      case .averagePool:
        x = builder.pooling(x, .average, window: Window(rows: 3, columns: 3))
      case .mixed(let name, let branches):
        let ends = branches.map { append($0, to: x, in: &builder) }
        x = builder.concatenation(ends, named: name)
      }
    }
    return x
  }
}
