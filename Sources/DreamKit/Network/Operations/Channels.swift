/// The inputs' channels one after the other.
package struct Concatenation: ChannelMoving {
  package var kerasName: String { "Concatenate" }

  package func movements(of inputs: [Shape]) -> [ChannelMovement] {
    var first = 0
    return inputs.enumerated().map { input, shape in
      defer { first += shape[2] }
      return ChannelMovement(input: input, source: 0..<shape[2], target: first..<(first + shape[2]))
    }
  }
}

/// Some of the input's channels, in order: TensorFlow's `layer.output[..., 3:5]`.
package struct ChannelSlice: ChannelMoving {
  package var channels: Range<Int>

  package var kerasName: String { "GetItem" }

  package func movements(of inputs: [Shape]) -> [ChannelMovement] {
    [ChannelMovement(input: 0, source: channels, target: 0..<channels.count)]
  }
}

extension GraphBuilder {
  /// The channels of several layers, one after the other.
  package mutating func concatenation(_ inputs: [Graph.NodeID], named name: String? = nil) -> Graph.NodeID {
    add(Concatenation(), to: inputs, named: name)
  }

  /// Some channels of a layer.
  package mutating func slice(
    _ input: Graph.NodeID, channels: Range<Int>, named name: String? = nil
  ) -> Graph.NodeID {
    add(ChannelSlice(channels: channels), to: [input], named: name)
  }
}
