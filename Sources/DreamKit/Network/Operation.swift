/// What one node of a network computes, with everything that the engine needs to know of it. Activations are
/// [height, width, channels].
///
/// Each operation is a type in a file of its own. Conforming to a backend's protocol is what registers it there: to
/// ``ReferenceOperation`` for the reference, to `OneDNNOperation` for oneDNN and DreamKit's own kernels.
package protocol Operation: Sendable, Equatable {
  /// The class of the Keras layer that does this: "Conv2D".
  var kerasName: String { get }

  /// The shape of the result.
  ///
  /// - Parameter inputs: the shapes of what is read; for the input of a network the image's.
  /// - Returns: [height, width, channels], with an extent of 0 where the inputs do not fit.
  func shape(of inputs: [Shape]) -> Shape

  /// The parameter arrays of the layer, in Keras' order.
  func parameters(of inputs: [Shape]) -> [ParameterShape]

  /// The products that are summed in one direction, whichever way they are saved; 0 where they do not matter.
  func multiplyAdds(from inputs: [Shape], to output: Shape) -> Int

  /// The activations that the gradient of one input depends on, besides the gradient of the result.
  func derivativeReads(of input: Int) -> [Activation]
}

/// What a derivative may depend on: an operation's input or its result.
package enum Activation: Sendable, Equatable { case input(Int), output }

extension Operation {
  package func shape(of inputs: [Shape]) -> Shape { inputs[0] }
  package func parameters(of inputs: [Shape]) -> [ParameterShape] { [] }
  package func multiplyAdds(from inputs: [Shape], to output: Shape) -> Int { 0 }
  package func derivativeReads(of input: Int) -> [Activation] { [] }

  /// The stem of the names that Keras gives such layers: "conv2d", "max_pooling2d".
  package var kerasStem: String {
    var stem = ""
    for letter in kerasName {
      if letter.isUppercase, stem.last?.isLowercase == true { stem += "_" }
      stem += letter.lowercased()
    }
    return stem
  }

  package func isEqual(to other: any Operation) -> Bool { (other as? Self) == self }
}

/// An operation that only passes channels on, such as a concatenation: neither direction computes anything, and where the
/// layout allows it nothing is copied.
package protocol ChannelMoving: Operation {
  /// The channels that move, in order; together they fill the result.
  func movements(of inputs: [Shape]) -> [ChannelMovement]
}

extension ChannelMoving {
  package func shape(of inputs: [Shape]) -> Shape {
    guard inputs.allSatisfy({ $0[0] == inputs[0][0] && $0[1] == inputs[0][1] }) else { return [0, 0, 0] }
    return [inputs[0][0], inputs[0][1], movements(of: inputs).last?.target.upperBound ?? 0]
  }
}

/// Channels of an input that become channels of the result.
package struct ChannelMovement: Sendable, Equatable {
  package var input: Int
  package var source: Range<Int>
  package var target: Range<Int>
}

/// One parameter array of a layer: what it is for, its extents, and the numbers of a new network.
package struct ParameterShape: Sendable, Equatable {
  /// What a parameter array does in its layer.
  package enum Role: Sendable { case kernel, bias, gamma, beta, mean, variance }

  /// What Keras fills it with in a new network.
  package enum Initial: Sendable, Equatable {
    case zeros, ones
    /// Uniform in ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio, 2010).
    case glorotUniform(fanIn: Int, fanOut: Int)
  }

  package var role: Role
  package var shape: Shape
  package var initial: Initial
}
