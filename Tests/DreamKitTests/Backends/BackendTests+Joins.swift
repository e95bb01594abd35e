@testable import DreamKit

/// Graphs whose layers are joined in every way: by concatenations that fit the blocks and that do not, and by sums.
extension BackendTests {
  static let joins: [Sample] = [
    Sample("joined parts that fill no block", outputs: ["mixed", "deep"]) { builder, image in
      let a = layer(&builder, image, 5)
      let b = layer(&builder, a, 11, 3)
      let mixed = builder.concatenation([a, b, layer(&builder, a, 20)], named: "mixed")
      _ = builder.relu(
        builder.convolution(mixed, filters: 16, window: Window(rows: 3, columns: 3), hasBias: true),
        named: "deep")
    },
    Sample("a layer joined twice, and in two joins", outputs: ["first", "second"]) { builder, image in
      let (a, b) = (layer(&builder, image, 16), layer(&builder, image, 8))
      let first = builder.concatenation([a, b, a], named: "first")
      _ = builder.concatenation([first, a, b], named: "second")
    },
    Sample("joins of joins that fill no block", outputs: ["outer", "inner"]) { builder, image in
      let a = layer(&builder, image, 5)
      let inner = builder.concatenation([a, layer(&builder, a, 6, 3)], named: "inner")
      _ = builder.concatenation(
        [layer(&builder, image, 3), inner, inner, layer(&builder, a, 24)], named: "outer")
    },
    Sample("the image joined", outputs: ["deep"]) { builder, image in
      let joined = builder.concatenation([image, layer(&builder, image, 13)])
      _ = builder.relu(
        builder.convolution(joined, filters: 9, window: Window(rows: 3, columns: 3), hasBias: true),
        named: "deep")
    },
    Sample("caffe image joined and pooled", outputs: ["mixed", "input_1"]) { builder, image in
      let pooled = builder.pooling(image, .average, window: Window(rows: 3, columns: 3))
      let largest = builder.pooling(image, .max, window: Window(rows: 3, columns: 3))
      _ = builder.concatenation([pooled, image, largest, layer(&builder, image, 8)], named: "mixed")
    },
    Sample("channels of channels", outputs: ["get_item", "get_item_1", "mixed"]) { builder, image in
      let a = layer(&builder, image, 21)
      let complete = builder.slice(a, channels: 0..<21)
      let some = builder.slice(complete, channels: 3..<20)
      _ = builder.concatenation([some, builder.slice(a, channels: 8..<16)], named: "mixed")
    },
    Sample("residual blocks", outputs: ["add", "activation_4"]) { builder, image in
      var x = layer(&builder, image, 19)
      for _ in 0..<2 {
        let inner = builder.batchNormalization(
          builder.convolution(
            layer(&builder, x, 7), filters: 19, window: Window(rows: 3, columns: 3), hasBias: false),
          epsilon: 1e-3, hasScale: true)
        x = builder.relu(builder.addition([inner, x]))
      }
    },
    Sample("sums of sums, joined", outputs: ["mixed"]) { builder, image in
      let (a, b) = (layer(&builder, image, 16), layer(&builder, image, 16, 3))
      let sum = builder.addition([a, b, a])
      _ = builder.concatenation([sum, a, builder.addition([sum, b])], named: "mixed")
    },
    Sample("terms that broadcast", outputs: ["add", "add_1"], sizes: [[12, 9, 3]]) { builder, image in
      let a = layer(&builder, image, 21)
      let mean = builder.pooling(
        a, .average, window: Window(rows: 12, columns: 9, padding: .valid))
      let columns = builder.pooling(
        a, .average, window: Window(rows: 12, columns: 1, padding: .valid))
      let heat = layer(&builder, a, 1)
      let one = builder.pooling(heat, .max, window: Window(rows: 12, columns: 9, padding: .valid))
      _ = builder.addition([a, layer(&builder, mean, 21), heat, one])
      _ = builder.addition([columns, one, mean])
    },
  ]

  /// A convolution with a ReLU.
  private static func layer(
    _ builder: inout GraphBuilder, _ input: Graph.NodeID, _ filters: Int, _ side: Int = 1
  ) -> Graph.NodeID {
    builder.relu(
      builder.convolution(
        input, filters: filters, window: Window(rows: side, columns: side), hasBias: true))
  }
}
