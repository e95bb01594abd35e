import DreamKit
import DreamLanguage

/// The commands that fill arrays, with one number or at random, and shift them.
enum RandomCommands {
  static var all: [Command] { [roll, filled("zeros", 0), filled("ones", 1), randomNormal, randomUniform] }

  // MARK: Implementation

  private static var roll: Command {
    Command(
      "roll", .arrays, "Shifts an array along its axes; what leaves at one end comes in at the other.",
      result: "Tensor, or Image of an Image", aliases: ["tf.roll", "np.roll"],
      examples: [
        .runs("roll([1, 2, 3, 4], 1, 0)"), .runs("roll(sample_image(80, 60), shift=(5, -3), axis=[0, 1])"),
      ]
    ) { takes in
      let x = takes("x", .array, "A Tensor or an Image.", aliases: ["input", "a"])
      let shift = takes("shift", .axisNumbers, "How far, for each axis.")
      let axis = takes("axis", .axisNumbers, "The axes, as many as shifts; -1 is the last.")
      return { call in
        let (shifts, axes) = (call[shift], call[axis])
        guard shifts.count == axes.count else {
          throw call.error(
            "There are \(shifts.count) shifts for \(axes.count) axes.", hint: "Give one shift for each axis.",
            of: shift)
        }
        return try call[x].mapTensor { tensor in
          try zip(shifts, axes).reduce(tensor) { tensor, next in
            try call.axis(next.1, of: axis, in: tensor.shape).map { rolled(tensor, by: next.0, axis: $0) }
              ?? tensor
          }
        }
      }
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

  private static func seed(_ takes: Parameters) -> Parameter<UInt64?> {
    takes.optional("seed", .seed, "Fixes the numbers; None draws others each time.")
  }

  private static var randomNormal: Command {
    Command(
      "random_normal", .arrays, "Draws normal numbers: noise that a dream can start from.",
      discussion: "TensorFlow's own random numbers are others.", result: "Tensor",
      aliases: ["tf.random.normal"],
      replaces: [
        "np.random.randn": "random_normal((rows, columns))",
        "np.random.normal": "random_normal(shape, mean, stddev)",
      ],
      examples: [
        .runs("noise = clip(random_normal((80, 100, 3), stddev=0.1, seed=1), -1, 1)\nshow(deprocess(noise))")
      ]
    ) { takes in
      let shape = takes(
        "shape", .extents, "The extents of the array: (rows, columns, 3) for an image.")
      let mean = takes("mean", .real, "The mean.", default: 0, aliases: ["loc"])
      let deviation = takes("stddev", .real, "The standard deviation.", default: 1, aliases: ["scale"])
      let seed = seed(takes)
      return { call in
        .tensor(
          .normal(
            try extents(shape, in: call), mean: Float(call[mean]), deviation: Float(call[deviation]),
            seed: call.seed(seed)))
      }
    }
  }

  /// The shape that is asked for, refused where it is too large.
  private static func extents(_ parameter: Parameter<[Int]>, in call: Call) throws -> Shape {
    let extents = call[parameter]
    guard extents.count <= 8, extents.reduce(1.0, { $0 * Double($1) }) <= Double(Tensor.maximumCount) else {
      throw call.error(.limit, "An array of this shape is too large.", of: parameter)
    }
    return Shape(extents)
  }

  /// An array of one number.
  private static func filled(_ name: String, _ number: Float) -> Command {
    Command(
      name, .arrays, "\(name.sentenceStart) in an array of some shape.", result: "Tensor",
      aliases: ["tf.\(name)", "np.\(name)"], examples: [.runs("\(name)((2, 3))")]
    ) { takes in
      let shape = takes("shape", .extents, "The extents of the array: (rows, columns, …).")
      return { call in .tensor(Tensor(repeating: number, shape: try extents(shape, in: call))) }
    }
  }

  private static var randomUniform: Command {
    Command(
      "random_uniform", .arrays, "Draws numbers at random, all between two bounds alike.",
      discussion: "With dtype=int32 whole numbers are drawn. TensorFlow's own random numbers are others.",
      result: "Tensor, or of int32 and one axis a tuple", aliases: ["tf.random.uniform"],
      replaces: [
        "np.random.rand": "random_uniform((rows, columns))", "np.random.random": "random_uniform(shape)",
        "np.random.uniform": "random_uniform(shape, minval, maxval)",
        "np.random.randint": "random_uniform(shape, minval, maxval, dtype=int32)",
      ],
      examples: [.runs("random_uniform(shape=[2], minval=-512, maxval=512, dtype=int32, seed=1)")]
    ) { takes in
      let shape = takes("shape", .extents, "The extents of the array: (rows, columns, …).")
      let lowest = takes("minval", .real, "The lower bound.", default: 0, shown: .int(0), aliases: ["low"])
      let highest = takes.optional(
        "maxval", .real, "The upper bound, which is not drawn; None is 1.", aliases: ["high"])
      let type = takes("dtype", .dtype, "float32 or int32.", default: .float32)
      let seed = seed(takes)
      return { call in
        let shape = try extents(shape, in: call)
        let (low, high) = (call[lowest], call[highest] ?? 1)
        let isWhole = call[type] != .float32
        guard low < high, !isWhole || low.rounded(.up) < high.rounded(.up), abs(low) <= 0x1p24,
          abs(high) <= 0x1p24
        else {
          throw call.error(
            "There is no \(isWhole ? "whole number" : "number") from \(low) up to, but not including, \(high).",
            hint: "minval must be below maxval, and both at most 16777216 from 0.", of: lowest)
        }
        var generator = SeededGenerator(seed: call.seed(seed))
        let values = (0..<shape.count).map { _ -> Float in
          if isWhole {
            let bounds = Int(low.rounded(.up))..<Int(high.rounded(.up))
            return Float(Int.random(in: bounds, using: &generator))
          }
          return Float(low) + (Float(high) - Float(low)) * Float.random(in: 0..<1, using: &generator)
        }
        let tensor = Value.tensor(Tensor(shape: shape, values: values))
        return isWhole ? try TensorCommands.cast(tensor, to: call[type]) : tensor
      }
    }
  }
}

extension ParameterType where Argument == [Int] {
  /// The extents of an array's axes.
  fileprivate static var extents: Self { .integers(from: 0, to: 65535) }
}
