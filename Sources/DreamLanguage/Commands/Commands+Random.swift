import DreamKit

/// The commands that fill arrays, with one number or by chance, and shift them.
enum RandomCommands {
  static var all: [Command] { [roll, filled("zeros", 0), filled("ones", 1), randomNormal, randomUniform] }

  // MARK: Implementation

  private static var roll: Command {
    let places = ParameterType(phrase: "a whole number or a list of them") { value in
      let parts = value.sequence ?? [value]
      let numbers = parts.compactMap { $0.number.flatMap { Int(exactly: $0) } }
      guard numbers.count == parts.count, !numbers.isEmpty, numbers.count <= 8,
        numbers.allSatisfy({ abs($0) <= 1 << 30 })
      else { return nil }
      return .tuple(numbers.map(Value.int))
    }
    return Command(
      "roll", .arrays, "Shifts an array along its axes; what leaves at one end comes in at the other.",
      parameters: [
        Parameter("x", .array, "A Tensor or an Image.", aliases: ["input", "a"]),
        Parameter("shift", places, "How far, for each axis."),
        Parameter("axis", places, "The axes, as many as shifts; -1 is the last."),
      ], result: "Tensor, or Image of an Image", aliases: ["tf.roll", "np.roll"],
      examples: [
        .runs("roll([1, 2, 3, 4], 1, 0)"), .runs("roll(sample_image(80, 60), shift=(5, -3), axis=[0, 1])"),
      ]
    ) { arguments, _ in
      let shifts = arguments["shift"].sequence?.compactMap(\.wholeNumber) ?? []
      let axes = arguments["axis"].sequence?.compactMap(\.wholeNumber) ?? []
      guard shifts.count == axes.count else {
        throw arguments.error(
          "There are \(shifts.count) shifts for \(axes.count) axes.", hint: "Give one shift for each axis.",
          of: "shift")
      }
      var tensor = arguments.tensor("x")
      for (shift, axis) in zip(shifts, axes) {
        let place = axis < 0 ? axis + tensor.shape.rank : axis
        guard (0..<tensor.shape.rank).contains(place) else {
          throw arguments.error("There is no axis \(axis) in the shape \(tensor.shape).", of: "axis")
        }
        tensor = rolled(tensor, by: shift, axis: place)
      }
      if arguments["x"].picture != nil { return .image(try Image(truncating: tensor)) }
      return .tensor(tensor)
    }
  }

  private static func rolled(_ tensor: Tensor, by shift: Int, axis: Int) -> Tensor {
    let extent = tensor.shape[axis]
    guard tensor.shape.count > 0 else { return tensor }
    let inner = tensor.shape.dimensions[(axis + 1)...].reduce(1, *)
    // An axis moves in blocks: the tail of each block, `lead` values long, goes before its head.
    let block = extent * inner
    let lead = ((shift % extent + extent) % extent) * inner
    var values: [Float] = []
    values.reserveCapacity(tensor.values.count)
    for start in stride(from: 0, to: tensor.values.count, by: block) {
      values += tensor.values[(start + block - lead)..<(start + block)]
      values += tensor.values[start..<(start + block - lead)]
    }
    return Tensor(shape: tensor.shape, values: values)
  }

  private static var randomNormal: Command {
    Command(
      "random_normal", .arrays, "Draws normal numbers: noise that a dream can start from.",
      discussion: "TensorFlow's own random numbers are others.",
      parameters: [
        Parameter(
          "shape", .integers(from: 0, to: 65535), "The extents of the array: (rows, columns, 3) for an image."
        ),
        Parameter("mean", .numeric, "The mean.", default: .float(0), aliases: ["loc"]),
        Parameter("stddev", .numeric, "The standard deviation.", default: .float(1), aliases: ["scale"]),
        Parameter(
          "seed", .optional(.integer(from: 0)), "Fixes the numbers; None draws others each time.",
          default: Value.none),
      ], result: "Tensor", aliases: ["tf.random.normal"],
      replaces: [
        "np.random.randn": "random_normal((rows, columns))",
        "np.random.normal": "random_normal(shape, mean, stddev)",
      ],
      examples: [
        .runs("noise = clip(random_normal((80, 100, 3), stddev=0.1, seed=1), -1, 1)\nshow(deprocess(noise))")
      ]
    ) { arguments, _ in
      .tensor(
        .normal(
          try extents(arguments), mean: Float(arguments.number("mean")),
          deviation: Float(arguments.number("stddev")), seed: arguments.seed))
    }
  }

  /// The shape that is asked for, refused where it is too large.
  private static func extents(_ arguments: Arguments) throws -> Shape {
    let extents = arguments["shape"].sequence?.compactMap(\.wholeNumber) ?? []
    let count = extents.reduce(1.0) { $0 * Double($1) }
    guard extents.count <= 8, count <= Double(Tensor.maximumCount) else {
      throw arguments.error(.limit, "An array of this shape is too large.", of: "shape")
    }
    return Shape(extents)
  }

  /// An array of one number.
  private static func filled(_ name: String, _ number: Float) -> Command {
    Command(
      name, .arrays, "\(name.sentenceStart) in an array of some shape.",
      parameters: [
        Parameter("shape", .integers(from: 0, to: 65535), "The extents of the array: (rows, columns, …).")
      ], result: "Tensor", aliases: ["tf.\(name)", "np.\(name)"], examples: [.runs("\(name)((2, 3))")]
    ) { arguments, _ in .tensor(Tensor(repeating: number, shape: try extents(arguments))) }
  }

  private static var randomUniform: Command {
    Command(
      "random_uniform", .arrays, "Draws numbers by chance, all between two bounds alike.",
      discussion: "With dtype=int32 whole numbers are drawn. TensorFlow's own random numbers are others.",
      parameters: [
        Parameter(
          "shape", .integers(from: 0, to: 65535), "The extents of the array: (rows, columns, …)."),
        Parameter("minval", .numeric, "The lower bound.", default: .int(0), aliases: ["low"]),
        Parameter(
          "maxval", .optional(.numeric), "The upper bound, which is not drawn; None is 1.",
          default: Value.none,
          aliases: ["high"]),
        Parameter(
          "dtype", .dtype, "float32 or int32.", default: .object(DTypeObject(.float32))),
        Parameter(
          "seed", .optional(.integer(from: 0)), "Fixes the numbers; None draws others each time.",
          default: Value.none),
      ], result: "Tensor, or of int32 and one axis a tuple", aliases: ["tf.random.uniform"],
      replaces: [
        "np.random.rand": "random_uniform((rows, columns))", "np.random.random": "random_uniform(shape)",
        "np.random.uniform": "random_uniform(shape, minval, maxval)",
        "np.random.randint": "random_uniform(shape, minval, maxval, dtype=int32)",
      ],
      examples: [.runs("random_uniform(shape=[2], minval=-512, maxval=512, dtype=int32, seed=1)")]
    ) { arguments, _ in
      let shape = try extents(arguments)
      let (low, high) = (
        arguments.number("minval"), arguments.isNone("maxval") ? 1 : arguments.number("maxval")
      )
      let type = arguments.object("dtype", as: DTypeObject.self)?.name ?? .float32
      let isWhole = type != .float32
      guard low < high, !isWhole || low.rounded(.up) < high.rounded(.up), abs(low) <= 0x1p24,
        abs(high) <= 0x1p24
      else {
        throw arguments.error(
          "There is no \(isWhole ? "whole number" : "number") from \(low) up to, but not including, \(high).",
          hint: "minval must be below maxval, and both at most 16777216 from 0.", of: "minval")
      }
      var generator = SeededGenerator(seed: arguments.seed)
      let values = (0..<shape.count).map { _ -> Float in
        if isWhole {
          let bounds = Int(low.rounded(.up))..<Int(high.rounded(.up))
          return Float(Int.random(in: bounds, using: &generator))
        }
        return Float(low) + (Float(high) - Float(low)) * Float.random(in: 0..<1, using: &generator)
      }
      let tensor = Tensor(shape: shape, values: values)
      return isWhole ? try TensorCommands.cast(.tensor(tensor), to: type) : .tensor(tensor)
    }
  }
}
