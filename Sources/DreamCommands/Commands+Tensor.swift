import DreamKit
import DreamLanguage

/// The commands that make and reduce arrays of numbers.
enum TensorCommands {
  static var all: [Command] {
    identities + [
      convertImageDtype, cast, shape, expandDims, clipping("clip", ["np.clip"]),
      clipping("clip_by_value", ["tf.clip_by_value"]), zerosLike,
    ] + reductions + [power]
  }

  // MARK: Implementation

  private static func array(_ takes: Parameters, aliases: [String] = []) -> Parameter<ArrayArgument> {
    takes("x", .array, "A Tensor, an Image, a number or nested lists of numbers.", aliases: aliases)
  }

  private static var power: Command {
    Command(
      "pow", .arrays, "The power: base ** exponent.", result: "number or Tensor",
      aliases: ["tf.pow", "np.power", "tf.math.pow"], examples: [.runs("pow(2, 10)")]
    ) { takes in
      let base = takes("base", .arrayOrNumber, "A number or an array.")
      let exponent = takes("exponent", .arrayOrNumber, "A number or an array.")
      return { call in try Value.combine(call[base], call[exponent], by: .power) }
    }
  }

  /// The commands that make an array of something and leave an array as it is.
  private static var identities: [Command] {
    [
      ("constant", ["tf.constant", "tf.Variable"]), ("array", ["np.array", "np.asarray"]),
      ("convert_to_tensor", ["tf.convert_to_tensor"]),
      ("img_to_array", ["tf.keras.utils.img_to_array", "tf.keras.preprocessing.image.img_to_array"]),
    ].map { name, aliases in
      Command(
        name, .arrays, "Makes an array of numbers; images, tensors and single numbers stay what they are.",
        result: "Tensor, Image or number", aliases: aliases, examples: [.runs("\(name)([1, 2, 3]) * 2")]
      ) { takes in
        let value = takes(
          "x", .arrayOrNumber, "A Tensor, an Image, a number or nested lists of numbers.",
          aliases: ["value", "object", "img"])
        let type = takes.optional("dtype", .dtype, "The type of numbers to cast to; None leaves them.")
        return { call in try call[type].map { try cast(call[value], to: $0) } ?? call[value] }
      }
    }
  }

  private static var convertImageDtype: Command {
    Command(
      "convert_image_dtype", .arrays, "Makes a picture of values in [0, 1].",
      discussion:
        "As the paper's `tf.image.convert_image_dtype`: x · 255.5, what is behind the point cut off, not rounded. Whole "
        + "levels divided by 255.0 stay what they were.",
      result: "Image", aliases: ["tf.image.convert_image_dtype"],
      examples: [.runs("img = sample_image(80, 60)\nconvert_image_dtype(img / 255.0, dtype=uint8)")]
    ) { takes in
      let image = takes("image", .picture, "Values in [0, 1].")
      let type = takes(
        "dtype", .dtype, "uint8 for a picture, float32 for values in [0, 1].", default: .uint8)
      return { call in
        switch (call[image], call[type]) {
        case (.image, .uint8), (.tensor, .float32): return call[image].value
        case (.image(let image), .float32): return .tensor(image.levels.map { $0 / 255 })
        case (.tensor(let tensor), .uint8): return .image(try Image(convertingUnit: tensor))
        default: throw call.error("dtype must be uint8 or float32.", of: type)
        }
      }
    }
  }

  private static var cast: Command {
    Command(
      "cast", .arrays, "Changes the type of numbers; int32 and uint8 cut off what is behind the point.",
      result: "Tensor, tuple of ints, number or Image", aliases: ["tf.cast", "tf.dtypes.cast"],
      examples: [.runs("cast(cast((375, 500), float32) * 1.5 ** -1, int32)")]
    ) { takes in
      let (x, type) = (array(takes), dtype(takes))
      return { call in try cast(call[x].value, to: call[type]) }
    }
  }

  /// The parameter that names a type of numbers.
  static func dtype(_ takes: Parameters) -> Parameter<DTypeObject.Name> {
    takes("dtype", .dtype, "The type of numbers: float32, int32, uint8 or bool.")
  }

  /// An array, or a number, with another type of numbers; int32 and uint8 cut off what is behind the point.
  static func cast(_ value: Value, to type: DTypeObject.Name) throws -> Value {
    if type == .bool { return .bool(try value.isTrue()) }
    let tensor = value.tensor ?? Tensor(0)
    switch type {
    case .uint8 where tensor.isImageShaped: return .image(try Image(truncating: tensor))
    case .uint8: return .tensor(tensor.map { min(max($0.rounded(.towardZero), 0), 255) })
    case .int32 where tensor.shape.rank == 0: return .int(try Value.truncated(Double(tensor.values[0])))
    case .int32 where tensor.shape.rank == 1:
      return .tuple(try tensor.values.map { .int(try Value.truncated(Double($0))) })
    case .int32: return .tensor(tensor.map { $0.rounded(.towardZero) })
    case .float32, .bool: return .array(tensor)
    }
  }

  private static var shape: Command {
    Command(
      "shape", .arrays, "The extents of an array: (rows, columns, channels) of an image.", result: "tuple",
      aliases: ["tf.shape", "np.shape"], examples: [.runs("shape(sample_image(80, 60))[: -1]")]
    ) { takes in
      let x = array(takes)
      return { call in .shape(call[x].shape) }
    }
  }

  private static var expandDims: Command {
    Command(
      "expand_dims", .arrays, "Puts in an axis of extent 1.", result: "Tensor",
      aliases: ["tf.expand_dims", "np.expand_dims"],
      examples: [.runs("shape(expand_dims(sample_image(80, 60), axis=0))")]
    ) { takes in
      let x = array(takes, aliases: ["input", "a"])
      let axis = takes("axis", .integer(), "Where the new axis stands; -1 is last.", default: 0)
      return { call in
        let shape = call[x].shape
        let index = call[axis] < 0 ? call[axis] + shape.rank + 1 : call[axis]
        guard (0...shape.rank).contains(index) else {
          throw call.error("There is no place \(call[axis]) for an axis in the shape \(shape).", of: axis)
        }
        var extents = shape.dimensions
        extents.insert(1, at: index)
        return .tensor(try call[x].tensor.reshaped(to: Shape(extents)))
      }
    }
  }

  private static func clipping(_ name: String, _ aliases: [String]) -> Command {
    Command(
      name, .arrays, "Brings every value into a range.", result: "Tensor or number", aliases: aliases,
      examples: [.runs("\(name)([-2, 0.5, 2], -1, 1)")]
    ) { takes in
      let x = array(takes, aliases: ["t", "a"])
      let lowest = takes(
        "lowest", .real, "The lower end of the range.", aliases: ["clip_value_min", "a_min"])
      let highest = takes(
        "highest", .real, "The upper end of the range, not below the lower one.",
        aliases: ["clip_value_max", "a_max"])
      return { call in
        let (lower, upper) = (Float(call[lowest]), Float(call[highest]))
        if lower > upper {
          throw call.error("The upper end \(upper) is below the lower end \(lower).", of: highest)
        }
        return .array(call[x].tensor.clipped(lower: lower, upper: upper))
      }
    }
  }

  private static var zerosLike: Command {
    Command(
      "zeros_like", .arrays, "Zeros in the shape of an array.", result: "Tensor",
      aliases: ["tf.zeros_like", "np.zeros_like"], examples: [.runs("zeros_like([1, 2])")]
    ) { takes in
      let x = array(takes)
      return { call in .tensor(Tensor(repeating: 0, shape: call[x].shape)) }
    }
  }

  private static var reductions: [Command] {
    let mean = Tensor.Reduction.mean
    let deviation = Tensor.Reduction.standardDeviation
    let sum = Tensor.Reduction.sum
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
    _ name: String, _ summary: String, _ aliases: [String], _ reduce: Tensor.Reduction
  ) -> Command {
    Command(
      name, .arrays, summary, result: "float, or with axis a Tensor", aliases: aliases,
      examples: [.runs("\(name)([1, 2, 3, 4])")]
    ) { takes in
      let x = array(takes, aliases: ["input_tensor", "a"])
      let axis = takes.optional("axis", .integer(), "The axis to go along; None takes all.")
      return { call in
        guard let index = try call.axis(call[axis], of: axis, in: call[x].shape) else {
          return .float(reduce(call[x].tensor))
        }
        return .tensor(call[x].tensor.reduced(axis: index, by: reduce))
      }
    }
  }
}

extension Call {
  /// The index of an axis that may be counted from the end.
  ///
  /// - Throws: ``Diagnostic``, placed at the argument, where the array has no such axis.
  func axis<Argument>(_ axis: Int?, of parameter: Parameter<Argument>, in shape: Shape) throws -> Int? {
    guard let axis else { return nil }
    let index = axis < 0 ? axis + shape.rank : axis
    guard (0..<shape.rank).contains(index) else {
      throw error(
        "There is no axis \(axis) in the shape \(shape).",
        hint: shape.rank == 0 ? "A single number has none." : "Its axes are 0 to \(shape.rank - 1).",
        of: parameter)
    }
    return index
  }
}
