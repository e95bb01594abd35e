import DreamKit

/// The attributes and methods of the types, declared like commands.
enum Members {
  /// What a float has besides.
  static var isInteger: Member {
    method("is_integer", "Whether it is a whole number.") { arguments, _ in
      .bool(
        arguments.number("self").isFinite && arguments.number("self").rounded() == arguments.number("self"))
    }
  }

  // MARK: Implementation

  /// The value that a method belongs to.
  static var this: Parameter { Parameter("self", .any) }

  /// A method of a type; its first parameter is the value itself.
  static func method(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [], takesAnyName: Bool = false,
    body: @escaping (Arguments, Execution) throws -> Value
  ) -> Member {
    .method(
      Command(
        name, .basics, summary, parameters: [this] + parameters, takesAnyName: takesAnyName, body: body))
  }

  static var numpy: Member {
    method("numpy", "The value itself.") { arguments, _ in arguments["self"] }
  }

  static var pictures: [Member] {
    [
      .property("size", "(width, height).") { value in
        value.picture.map { .tuple([.int($0.width), .int($0.height)]) } ?? .none
      },
      method(
        "thumbnail", "Shrinks an opened picture in place, to fit a square.",
        [
          Parameter(
            "size", .size, "The square: (side, side); a smaller picture stays.", unit: "pixels")
        ]
      ) { arguments, _ in
        guard let picture = arguments.object("self", as: PictureObject.self) else {
          throw Diagnostic(
            .type, "Only a picture that open(path) has opened shrinks in place.",
            hint: "resize(img, (rows, columns)) gives a new one, download(path, max_dim=500) a small one.")
        }
        let (width, height) = arguments.pair("size") ?? (1, 1)
        guard width == height else {
          throw arguments.error(
            "thumbnail() fits a square, not \(width)×\(height).", hint: "Write thumbnail((500, 500)).",
            of: "size")
        }
        try picture.shrink(toFit: width)
        return .none
      },
      method(
        "save", "Writes the picture to a file (.png, .jpg), whole or not at all.",
        [Parameter("path", .text, "The file; its ending says the format.", completion: .paths)]
      ) { arguments, _ in
        try arguments.placing("path") {
          try arguments["self"].picture?.write(to: arguments.string("path") ?? "")
        }
        return .none
      },
    ]
  }

  static var arrays: [Member] {
    [
      numpy,
      .property("shape", "The extents: (rows, columns, channels) of an image.") { value in
        .shape(value.picture?.shape ?? value.tensor?.shape ?? [])
      },
      .property("ndim", "The number of axes.") { .int($0.tensor?.shape.rank ?? 0) },
      .property("dtype", "The type of its numbers.") { value in
        .object(DTypeObject(value.picture == nil ? .float32 : .uint8))
      },
      method(
        "astype", "The array with another type of numbers, as cast makes it.",
        [Parameter("dtype", .dtype, "The type of numbers: float32, int32, uint8 or bool.")]
      ) { arguments, _ in
        try TensorCommands.cast(
          arguments["self"], to: arguments.object("dtype", as: DTypeObject.self)?.name ?? .float32)
      },
      method("mean", "The mean of all values.") { arguments, _ in .float(arguments.tensor("self").mean) },
      method("std", "The population standard deviation.") { arguments, _ in
        .float(arguments.tensor("self").standardDeviation)
      },
      method("sum", "The sum of all values.") { arguments, _ in .float(arguments.tensor("self").sum) },
      method("min", "The smallest value.") { arguments, _ in
        arguments.tensor("self").bounds.map { .single($0.lowest) } ?? .none
      },
      method("max", "The largest value.") { arguments, _ in
        arguments.tensor("self").bounds.map { .single($0.highest) } ?? .none
      },
    ]
  }

  static var network: [Member] {
    [
      .method(NetworkCommands.getLayer), .method(NetworkCommands.summary),
      .property("input", "Where the image goes in.", of: NetworkObject.self) {
        .object(NetworkInputObject($0.network))
      },
      .property("name", "The network's name.", of: NetworkObject.self) { .string($0.network.name) },
      .property("classes", "The names of the classes its classifier tells, in order.", of: NetworkObject.self)
      {
        .list($0.network.classes.map(Value.string))
      },
      .property("layers", "All layers.", of: NetworkObject.self) { object in
        .list(object.network.layers.map { .object(LayerObject($0, of: object.network)) })
      },
    ]
  }

  static var layer: [Member] {
    [
      .property("output", "What the layer hands on.", of: LayerObject.self) {
        .object(LayerOutputObject($0.layer, of: $0.network))
      },
      .property("name", "The layer's name.", of: LayerObject.self) { .string($0.layer.name) },
    ]
  }

  static var control: [Member] {
    [
      .property("value", "What it says now.", of: ControlObject.self) { $0.value },
      .property("label", "What stands before it.", of: ControlObject.self) { .string($0.live.label) },
    ]
  }

  static var model: [Member] {
    [
      .property("outputs", "The names of the layers.", of: ModelObject.self) {
        .list($0.extractor.outputs.map(Value.string))
      }
    ]
  }
}
