import DreamKit
import DreamLanguage

/// The attributes and methods of the types that the commands add.
extension Members {
  static var pictures: [Member] {
    [
      .property("size", "(width, height).", of: .picture) { .tuple([.int($0.shape[1]), .int($0.shape[0])]) },
      .method("thumbnail", "Shrinks an opened picture in place, to fit a square.", of: .any) { takes in
        let size = takes("size", .size, "The square: (side, side); a smaller picture stays.", unit: "pixels")
        return { value, call in
          guard case .object(let picture as PictureObject) = value else {
            throw Diagnostic(
              .type, "Only a picture that open(path) has opened shrinks in place.",
              hint: "resize(img, (rows, columns)) gives a new one, download(path, max_dim=500) a small one.")
          }
          let (width, height) = call[size]
          guard width == height else {
            throw call.error(
              "thumbnail() fits a square, not \(width)×\(height).", hint: "Write thumbnail((500, 500)).",
              of: size)
          }
          try picture.shrink(toFit: width)
          return .none
        }
      },
      .method(
        "save", "Writes the picture to a file (.png, .jpg), completely or not at all.", of: .picture
      ) { takes in
        let path = takes("path", .text, "The file; its ending says the format.", completion: .paths)
        return { picture, call in
          try call.placing(path) { try picture.picture().write(to: call[path]) }
          return .none
        }
      },
    ]
  }

  static var arrays: [Member] {
    [
      numpy,
      .property("shape", "The extents: (rows, columns, channels) of an image.", of: .array) {
        .shape($0.shape)
      },
      .property("ndim", "The number of axes.", of: .array) { .int($0.shape.rank) },
      .property("dtype", "The type of its numbers.", of: .array) {
        .object(DTypeObject($0.image == nil ? .float32 : .uint8))
      },
      .method("astype", "The array with another type of numbers, as cast makes it.", of: .array) { takes in
        let type = TensorCommands.dtype(takes)
        return { array, call in try TensorCommands.cast(array.value, to: call[type]) }
      },
      reduction("mean", "The mean of all values.") { .float($0.mean) },
      reduction("std", "The population standard deviation.") { .float($0.standardDeviation) },
      reduction("sum", "The sum of all values.") { .float($0.sum) },
      reduction("min", "The smallest value.") { $0.bounds.map { .single($0.lowest) } ?? .none },
      reduction("max", "The largest value.") { $0.bounds.map { .single($0.highest) } ?? .none },
    ]
  }

  private static func reduction(
    _ name: String, _ summary: String, _ reduce: @escaping (Tensor) -> Value
  ) -> Member {
    .method(name, summary, of: .array) { _ in { array, _ in reduce(array.tensor) } }
  }

  static var network: [Member] {
    [
      NetworkCommands.getLayer, NetworkCommands.summary,
      .property("input", "Where the image goes in.", of: .network) {
        .object(NetworkInputObject($0.network))
      },
      .property("name", "The network's name.", of: .network) { .string($0.network.name) },
      .property("classes", "The names of the classes its classifier tells, in order.", of: .network) {
        .list($0.network.classes.map(Value.string))
      },
      .property("layers", "All layers.", of: .network) { object in
        .list(object.network.layers.map { .object(LayerObject($0, of: object.network)) })
      },
    ]
  }

  static var layer: [Member] {
    [
      .property("output", "What the layer hands on.", of: .object(LayerObject.self, "a Layer")) {
        .object(LayerOutputObject($0.layer, of: $0.network))
      },
      .property("name", "The layer's name.", of: .object(LayerObject.self, "a Layer")) {
        .string($0.layer.name)
      },
    ]
  }

  static var control: [Member] {
    [
      .property("value", "What it says now.", of: .object(ControlObject.self, "a Control")) { $0.value },
      .property(
        "label", "The label shown to the left of the control.", of: .object(ControlObject.self, "a Control")
      ) { .string($0.live.label) },
    ]
  }

  static var model: [Member] {
    [
      .property("outputs", "The names of the layers.", of: .model) { .list($0.outputs.map(Value.string)) }
    ]
  }
}
