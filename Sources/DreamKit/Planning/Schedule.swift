/// The work of one loss and its gradient for one image size as data: buffers, and the steps that read and write them, in
/// order. Rewrites come before it, a backend's kernels after it.
struct Schedule: Equatable {
  /// Memory that lives from the first step that uses it to the last.
  struct Buffer: Equatable {
    /// What a buffer holds.
    enum Content: String { case activations, gradients, workspace, part }

    var content: Content
    /// The layer it was made for: the last of those that share it.
    var layer: String
    /// Its size in floats.
    var floats: Int
  }

  var buffers: [Buffer] = []
  /// The forward pass.
  var forward: [Step] = []
  /// The backward pass.
  var backward: [Step] = []
  /// The activations that were asked for; they last until the backward pass begins.
  var outputs: [Region] = []
}

/// One piece of work on the regions of a schedule.
struct Step: Equatable {
  /// What kind of work it is.
  enum Kind: String {
    /// The operation's result from its inputs, or from the caller's image.
    case forward
    /// The gradient of one input from that of the result, or the caller's gradient.
    case backward
    /// The gradient that the caller gives an output.
    case seed
    /// Zeros.
    case zero
    /// Channels of one region to another.
    case copy
  }

  var kind: Kind
  /// The layer it belongs to.
  var layer: String
  var operation: any Operation
  /// Backwards the input whose gradient it is, for a seed the index of the output, otherwise 0.
  var index = 0
  /// Forwards the inputs. Backwards the gradient of the result, which the step may use up, then what the forward pass
  /// left: the workspace, or the activations that ``Operation/derivativeReads(of:)`` names.
  var reads: [Region] = []
  /// What it writes; forwards the result, then the workspace, if there is one.
  var writes: [Region] = []
  /// Whether it adds to what is there.
  var accumulates = false
  /// The multiplications and additions that the operation's definition takes; 0 where they do not matter.
  var operations = 0

  static func == (a: Self, b: Self) -> Bool {
    (a.kind, a.layer, a.index, a.accumulates, a.operations) == (
      b.kind, b.layer, b.index, b.accumulates, b.operations
    ) && a.reads == b.reads && a.writes == b.writes && a.operation.isEqual(to: b.operation)
  }
}

extension Step: CustomStringConvertible {
  /// `conv2d_1: Conv2D b44[0..<8] -> b43[0..<16]`; `+>` adds.
  var description: String {
    let work =
      switch kind {
      case .forward: operation.kerasName
      case .backward: "gradient of " + operation.kerasName
      case .seed, .zero, .copy: kind.rawValue
      }
    let targets = writes.isEmpty ? ["the image's"] : writes.map(\.description)
    let words = [work] + reads.map(\.description) + [accumulates ? "+>" : "->"] + targets
    return "\(layer): " + words.joined(separator: " ")
  }
}

extension Schedule: CustomStringConvertible {
  /// All buffers and steps, one a line.
  var description: String {
    let sizes = buffers.enumerated().map { "b\($0): \($1.floats) floats, \($1.content) of \($1.layer)" }
    return
      (["buffers"] + sizes + ["forward"] + forward.map(\.description) + ["backward"]
      + backward.map(\.description)).joined(separator: "\n") + "\n"
  }
}
