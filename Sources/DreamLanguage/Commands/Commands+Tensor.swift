import DreamKit

/// The commands that make and reduce arrays of numbers.
enum TensorCommands {
  static var all: [Command] {
    identities + [convertImageDtype, cast, shape, expandDims, clip, clipByValue, zerosLike] + reductions
  }

  // MARK: Implementation

  private static func array(_ name: String = "x", aliases: [String] = []) -> Parameter {
    Parameter(name, .array, "A Tensor, an Image, a number or nested lists of numbers.", aliases: aliases)
  }

  /// The commands that make an array of something and leave an array as it is.
  private static var identities: [Command] {
    [
      ("constant", ["tf.constant", "tf.Variable"]), ("array", ["np.array", "np.asarray"]),
      ("convert_to_tensor", ["tf.convert_to_tensor"]),
      (
        "img_to_array",
        ["tf.keras.utils.img_to_array", "tf.keras.preprocessing.image.img_to_array"]
      ),
    ].map { name, aliases in
      Command(
        name, .arrays, "Makes an array of numbers; images, tensors and single numbers stay what they are.",
        parameters: [
          Parameter(
            "x", .arrayOrNumber, "A Tensor, an Image, a number or nested lists of numbers.",
            aliases: ["value", "object", "img"]),
          Parameter(
            "dtype", .optional(.dtype), "The type of numbers to cast to; None leaves them.",
            default: Value.none),
        ],
        result: "Tensor, Image or number", aliases: aliases, examples: [.runs("\(name)([1, 2, 3]) * 2")]
      ) { arguments, _ in
        guard let type = arguments.object("dtype", as: DTypeObject.self)?.name else { return arguments["x"] }
        return try cast(arguments["x"], to: type)
      }
    }
  }

  private static var convertImageDtype: Command {
    Command(
      "convert_image_dtype", .arrays, "Makes a picture of values in [0, 1].",
      discussion:
        "As the paper's `tf.image.convert_image_dtype`: x · 255.5, what is behind the point cut off, not rounded. Whole "
        + "levels divided by 255.0 stay what they were.",
      parameters: [
        Parameter("image", .picture, "Values in [0, 1]."),
        Parameter(
          "dtype", .dtype, "uint8 for a picture, float32 for values in [0, 1].",
          default: .object(DTypeObject(.uint8))),
      ], result: "Image", aliases: ["tf.image.convert_image_dtype"],
      examples: [.runs("img = sample_image(80, 60)\nconvert_image_dtype(img / 255.0, dtype=uint8)")]
    ) { arguments, _ in
      let target = arguments.object("dtype", as: DTypeObject.self)?.name
      switch (arguments["image"].picture, target) {
      case (_?, .uint8), (nil, .float32): return arguments["image"]
      case (let image?, .float32): return .tensor(image.levels.map { $0 / 255 })
      case (nil, .uint8): return .image(try Image(convertingUnit: arguments.tensor("image")))
      default: throw arguments.error("dtype must be uint8 or float32.", of: "dtype")
      }
    }
  }

  private static var cast: Command {
    Command(
      "cast", .arrays, "Changes the type of numbers; int32 and uint8 cut off what is behind the point.",
      parameters: [
        array(), Parameter("dtype", .dtype, "The type of numbers: float32, int32, uint8 or bool."),
      ],
      result: "Tensor, tuple of ints, number or Image", aliases: ["tf.cast", "tf.dtypes.cast"],
      examples: [.runs("cast(cast((375, 500), float32) * 1.5 ** -1, int32)")]
    ) { arguments, _ in
      try cast(arguments["x"], to: arguments.object("dtype", as: DTypeObject.self)?.name ?? .float32)
    }
  }

  /// An array, or a number, with another type of numbers; int32 and uint8 cut off what is behind the point.
  static func cast(_ value: Value, to type: DTypeObject.Name) throws -> Value {
    let tensor = value.tensor ?? Tensor(0)
    switch type {
    case .bool: return .bool(try value.isTrue())
    case .uint8 where tensor.isImageShaped: return .image(try Image(truncating: tensor))
    case .uint8: return .tensor(tensor.map { min(max($0.rounded(.towardZero), 0), 255) })
    case .int32 where tensor.shape.rank == 0: return .int(try Value.truncated(Double(tensor.values[0])))
    case .int32 where tensor.shape.rank == 1:
      return .tuple(try tensor.values.map { .int(try Value.truncated(Double($0))) })
    case .int32: return .tensor(tensor.map { $0.rounded(.towardZero) })
    case .float32: return tensor.shape.rank == 0 ? .single(tensor.values[0]) : .tensor(tensor)
    }
  }

  private static var shape: Command {
    Command(
      "shape", .arrays, "The extents of an array: (rows, columns, channels) of an image.",
      parameters: [array()],
      result: "tuple", aliases: ["tf.shape", "np.shape"],
      examples: [.runs("shape(sample_image(80, 60))[: -1]")]
    ) { arguments, _ in .shape(arguments.tensor("x").shape) }
  }

  private static var expandDims: Command {
    Command(
      "expand_dims", .arrays, "Puts in an axis of extent 1.",
      parameters: [
        array(aliases: ["input", "a"]),
        Parameter("axis", .integer(), "Where the new axis stands; -1 is last.", default: .int(0)),
      ],
      result: "Tensor",
      aliases: ["tf.expand_dims", "np.expand_dims"],
      examples: [.runs("shape(expand_dims(sample_image(80, 60), axis=0))")]
    ) { arguments, _ in
      let tensor = arguments.tensor("x")
      let axis = arguments.integer("axis") ?? 0
      let place = axis < 0 ? axis + tensor.shape.rank + 1 : axis
      guard (0...tensor.shape.rank).contains(place) else {
        throw arguments.error(
          "There is no place \(axis) for an axis in the shape \(tensor.shape).", of: "axis")
      }
      var extents = tensor.shape.dimensions
      extents.insert(1, at: place)
      return .tensor(try tensor.reshaped(to: Shape(extents)))
    }
  }

  private static var clip: Command { clipping("clip", ["np.clip"]) }
  private static var clipByValue: Command { clipping("clip_by_value", ["tf.clip_by_value"]) }

  private static func clipping(_ name: String, _ aliases: [String]) -> Command {
    Command(
      name, .arrays, "Brings every value into a range.",
      parameters: [
        array(aliases: ["t", "a"]),
        Parameter("lowest", .numeric, "The lower end of the range.", aliases: ["clip_value_min", "a_min"]),
        Parameter(
          "highest", .numeric, "The upper end of the range, not below the lower one.",
          aliases: ["clip_value_max", "a_max"]),
      ], result: "Tensor or number", aliases: aliases, examples: [.runs("\(name)([-2, 0.5, 2], -1, 1)")]
    ) { arguments, _ in
      let (lowest, highest) = (Float(arguments.number("lowest")), Float(arguments.number("highest")))
      if lowest > highest {
        throw arguments.error("The upper end \(highest) is below the lower end \(lowest).", of: "highest")
      }
      let result = arguments.tensor("x").clipped(lower: lowest, upper: highest)
      return result.shape.rank == 0 ? .single(result.values[0]) : .tensor(result)
    }
  }

  private static var zerosLike: Command {
    Command(
      "zeros_like", .arrays, "Zeros in the shape of an array.", parameters: [array()], result: "Tensor",
      aliases: ["tf.zeros_like", "np.zeros_like"], examples: [.runs("zeros_like([1, 2])")]
    ) { arguments, _ in .tensor(Tensor(repeating: 0, shape: arguments.tensor("x").shape)) }
  }

  private static var reductions: [Command] {
    let mean: (Tensor) -> Double = { $0.mean }
    let deviation: (Tensor) -> Double = { $0.standardDeviation }
    let sum: (Tensor) -> Double = { $0.sum }
    return [
      reduction("mean", "The mean of all values.", ["np.mean"], mean),
      reduction("reduce_mean", "The mean of all values.", ["tf.reduce_mean", "tf.math.reduce_mean"], mean),
      reduction("std", "The population standard deviation of all values.", ["np.std"], deviation),
      reduction(
        "reduce_std", "The population standard deviation of all values.", ["tf.math.reduce_std"], deviation),
      reduction(
        "reduce_sum", "The sum of all values.", ["tf.reduce_sum", "tf.math.reduce_sum", "np.sum"], sum),
    ]
  }

  private static func reduction(
    _ name: String, _ summary: String, _ aliases: [String], _ reduce: @escaping (Tensor) -> Double
  ) -> Command {
    Command(
      name, .arrays, summary,
      parameters: [
        array(aliases: ["input_tensor", "a"]),
        Parameter(
          "axis", .optional(.integer()), "The axis to go along; None takes all.", default: Value.none),
      ], result: "float, or with axis a Tensor", aliases: aliases, examples: [.runs("\(name)([1, 2, 3, 4])")]
    ) { arguments, _ in
      let tensor = arguments.tensor("x")
      guard let axis = arguments.integer("axis") else { return .float(reduce(tensor)) }
      let place = axis < 0 ? axis + tensor.shape.rank : axis
      guard (0..<tensor.shape.rank).contains(place) else {
        throw arguments.error(
          "There is no axis \(axis) in the shape \(tensor.shape).",
          hint: tensor.shape.rank == 0
            ? "A single number has none." : "Its axes are 0 to \(tensor.shape.rank - 1).",
          of: "axis")
      }
      return .tensor(tensor.reduced(axis: place, by: reduce))
    }
  }
}
