import DreamKit

/// The commands that draw numbers by chance, the same for the same seed.
enum RandomCommands {
  static var all: [Command] { [normal, uniform] }

  // MARK: Implementation

  private static var shape: Parameter {
    Parameter("shape", .array, "The extents: (rows, columns, 3) for an image.")
  }
  private static var seed: Parameter {
    Parameter("seed", .integer(from: 0), "Which numbers are drawn.", default: .int(0))
  }

  private static var normal: Command {
    Command(
      "random_normal", .arrays, "Draws normal numbers: noise that a dream can start from.",
      discussion: "The same seed gives the same numbers. TensorFlow's stream is another one.",
      parameters: [
        shape, Parameter("mean", .numeric, "The mean.", default: .float(0)),
        Parameter("stddev", .numeric, "The standard deviation.", default: .float(1)), seed,
      ],
      result: "Tensor", aliases: ["tf.random.normal"],
      examples: [
        .runs("noise = clip(random_normal((80, 100, 3), stddev=0.1), -1, 1)\nshow(deprocess(noise))")
      ]
    ) { arguments, _ in
      .tensor(
        .normal(
          try extents(arguments), mean: Float(arguments.number("mean")),
          deviation: Float(arguments.number("stddev")), seed: UInt64(arguments.integer("seed") ?? 0)))
    }
  }

  private static var uniform: Command {
    Command(
      "random_uniform", .arrays, "Draws numbers evenly from a range.",
      discussion: "The same seed gives the same numbers. TensorFlow's stream is another one.",
      parameters: [
        shape, Parameter("minval", .numeric, "The least number.", default: .float(0)),
        Parameter("maxval", .numeric, "The end of the range, which is not drawn itself.", default: .float(1)),
        seed,
      ],
      result: "Tensor", aliases: ["tf.random.uniform"], examples: [.runs("random_uniform((2, 3), -1, 1)")]
    ) { arguments, _ in
      .tensor(
        .uniform(
          try extents(arguments), from: Float(arguments.number("minval")),
          to: Float(arguments.number("maxval")), seed: UInt64(arguments.integer("seed") ?? 0)))
    }
  }

  /// The shape that is asked for, refused where it is none or too large.
  private static func extents(_ arguments: Arguments) throws -> Shape {
    let numbers = arguments.tensor("shape")
    let isShape = numbers.shape.rank <= 1 && numbers.values.allSatisfy { $0 >= 0 && $0 == $0.rounded() }
    guard isShape else {
      throw arguments.error(
        .type, "A shape is made of whole numbers that are not negative.", hint: "Write (rows, columns, 3).",
        of: "shape")
    }
    guard numbers.values.reduce(1, *) <= Float(Tensor.maximumCount) else {
      throw arguments.error(
        "The shape holds too many numbers.", hint: "At most \(Tensor.maximumCount) are drawn.", of: "shape")
    }
    return Shape(numbers.values.map { Int($0) })
  }
}
